"""Where calls and cases are kept: engine, tables, migrations, sealing. Rows never leave this package."""
