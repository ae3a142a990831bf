package io.picket.cli;

import org.jspecify.annotations.Nullable;

/** How results are written. */
enum OutputFormat {
    TABLE,
    JSON,
    NDJSON,
    CSV;

    /** What was asked for, else a table on a terminal and one JSON object a line elsewhere. */
    static OutputFormat of(@Nullable OutputFormat asked) {
        return asked != null ? asked : Terminal.stdout() ? TABLE : NDJSON;
    }

    /** The same where results are no rows of a table. */
    static OutputFormat ofDocuments(@Nullable OutputFormat asked) throws InputException {
        if (asked == CSV) {
            throw new InputException("-o csv: these results are no rows; use table, ndjson or json");
        }
        return of(asked);
    }
}
