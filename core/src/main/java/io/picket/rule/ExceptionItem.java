package io.picket.rule;

import io.picket.text.Place;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An exception: an event that meets all entries is taken out before anything is counted.
 *
 * @param osTypes if not empty, it holds only for events of hosts with one of these operating systems
 * @param expires from when on it is void
 */
public record ExceptionItem(
        String itemId,
        String listId,
        String name,
        List<ExceptionEntry> entries,
        List<String> osTypes,
        Optional<Instant> expires,
        Place place) {

    public ExceptionItem {
        entries = List.copyOf(entries);
        osTypes = List.copyOf(osTypes);
    }
}
