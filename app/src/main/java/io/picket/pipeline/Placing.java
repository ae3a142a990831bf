package io.picket.pipeline;

import io.picket.event.Event;
import io.picket.event.Provenance;

/** Says where an event comes from: what stands around its document first, then what it says itself, then a guess. Alerts are known as such. */
final class Placing {

    private Placing() {}

    /**
     * Sets the event's index and id.
     *
     * @param fallback the index of events whose surroundings do not say it; empty: told from their fields
     */
    static void place(Event event, Source source, String fallback, Provenance provenance) {
        String told = source.index();
        String named = source.id();
        String index = told != null ? told : event.index();
        String id = named != null ? named : event.id();
        String alert = provenance.alertOf(event);
        if (index.isEmpty()) {
            index = alert != null ? Provenance.ALERTS : fallback.isEmpty() ? provenance.indexOf(event) : fallback;
        }
        event.origin(index, id != null ? id : alert);
    }
}
