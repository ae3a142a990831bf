package io.picket.pipeline;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How to hunt.
 *
 * @param from events before it are left out, epoch milliseconds
 * @param to events after it are left out, epoch milliseconds
 * @param index what to take for the index of events that do not say; empty: derive it
 * @param lateness how far behind the latest event one may come and still be put in order
 * @param rejected where to write what is no event
 * @param temporary where to sort on disk
 */
public record HuntOptions(
        long from, long to, String index, Duration lateness, Optional<Path> rejected, Path temporary) {

    public static final Duration LATENESS_DEFAULT = Duration.ofMinutes(15);

    public static HuntOptions defaults() {
        return new HuntOptions(
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                "",
                LATENESS_DEFAULT,
                Optional.empty(),
                Path.of(System.getProperty("java.io.tmpdir")));
    }

    /** The same, with the index of events that do not say theirs. */
    public HuntOptions withIndex(String name) {
        return new HuntOptions(from, to, name, lateness, rejected, temporary);
    }
}
