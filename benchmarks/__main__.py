"""Run every benchmark and print its tables; README quotes the last ones."""

from rich.console import Console
from rich.table import Table

from benchmarks import bars, batch, damaged, ledger, lettering, printing, verifying
from benchmarks.measure import machine


def main() -> None:
    """Print the tables."""
    console = Console(width=100)
    console.print(machine())
    for title, rates in (printing.run(), batch.run()):
        table = Table("what", "labels/s", "times the plain way", title=title)
        for name, rate, ratio in rates:
            table.add_row(name, f"{rate:.0f}", f"{ratio:.2f}")
        console.print(table)
    title, rates = ledger.run()
    table = Table("what", "claims/s", "times the plain way", title=title)
    for name, rate, ratio in rates:
        table.add_row(name, f"{rate:.0f}", f"{ratio:.1f}")
    console.print(table)
    for title, rows in verifying.run():
        table = Table("what", "median ms", "p99 ms", title=title)
        for name, median, p99 in rows:
            table.add_row(name, f"{median:.2f}", f"{p99:.2f}")
        console.print(table)
    for table in (*damaged.run(), *bars.tables(), *lettering.tables()):
        console.print(table)


if __name__ == "__main__":
    main()
