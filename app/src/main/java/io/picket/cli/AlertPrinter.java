package io.picket.cli;

import io.picket.alert.Alert;
import io.picket.alert.AlertJson;
import io.picket.detect.AlertSink;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes alerts as they come, in one of the formats. Building blocks, one for each event of joined ones, are written where
 * documents are written, and are not counted.
 */
abstract sealed class AlertPrinter implements AlertSink {

    private static final List<String> CSV_FIELDS = List.of(
            "@timestamp",
            "kibana.alert.rule.name",
            "kibana.alert.rule.rule_id",
            "kibana.alert.severity",
            "kibana.alert.risk_score",
            "kibana.alert.original_time",
            "picket.evidence.headline",
            "kibana.alert.reason",
            "kibana.alert.uuid");

    /** What only building blocks have. */
    private static final String GROUP_INDEX = "kibana.alert.group.index";

    final PrintWriter out;
    private long count;

    private AlertPrinter(PrintWriter out) {
        this.out = out;
    }

    static AlertPrinter of(OutputFormat format, PrintWriter out, boolean colours) {
        return switch (format) {
            case TABLE -> new Blocks(out, colours);
            case JSON -> new Array(out);
            case NDJSON -> new Lines(out);
            case CSV -> new Rows(out);
        };
    }

    @Override
    public final void alert(Alert alert) {
        boolean block = alert.fields().containsKey(GROUP_INDEX);
        count += block ? 0 : 1;
        if (!block || showsBlocks()) {
            print(alert);
        }
    }

    /** How many alerts there were. */
    final long count() {
        return count;
    }

    abstract void print(Alert alert);

    /** Whether building blocks are shown; to a person the alert on the whole tells of its events. */
    boolean showsBlocks() {
        return true;
    }

    /** Closes what was opened. */
    void end() {
        out.flush();
    }

    private static final class Lines extends AlertPrinter {
        Lines(PrintWriter out) {
            super(out);
        }

        @Override
        void print(Alert alert) {
            try {
                AlertJson.write(alert, out);
                out.flush();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static final class Array extends AlertPrinter {
        private boolean opened;

        Array(PrintWriter out) {
            super(out);
        }

        @Override
        void print(Alert alert) {
            out.print(opened ? ",\n" : "[\n");
            opened = true;
            out.print(AlertJson.text(alert));
        }

        @Override
        void end() {
            out.println(opened ? "\n]" : "[]");
            super.end();
        }
    }

    private static final class Rows extends AlertPrinter {
        private boolean headed;

        Rows(PrintWriter out) {
            super(out);
        }

        @Override
        void print(Alert alert) {
            head();
            List<Object> cells = new ArrayList<>();
            for (String field : CSV_FIELDS) {
                @Nullable Object value = alert.fields().get(field);
                cells.add(value == null ? "" : value);
            }
            out.print(Csv.line(cells));
        }

        private void head() {
            if (!headed) {
                out.print(Csv.header(CSV_FIELDS));
                headed = true;
            }
        }

        @Override
        void end() {
            head();
            super.end();
        }
    }

    private static final class Blocks extends AlertPrinter {
        private final AlertBlock block;

        Blocks(PrintWriter out, boolean colours) {
            super(out);
            this.block = new AlertBlock(colours);
        }

        @Override
        boolean showsBlocks() {
            return false;
        }

        @Override
        void print(Alert alert) {
            out.print(block.text(alert));
            out.flush();
        }
    }
}
