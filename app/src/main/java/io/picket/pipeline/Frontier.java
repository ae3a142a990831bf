package io.picket.pipeline;

/**
 * How far a source has come in time: the latest time seen. A leap of more than an hour is believed only after some more
 * events say the same, so that one event with a date far ahead does not make every event after it late.
 */
final class Frontier {

    private static final long LEAP_MILLIS = 3_600_000;
    private static final int LEAP_EVENTS = 32;

    private long time;
    private long leapTo = Long.MAX_VALUE;
    private int leapSeen;

    /** A frontier at a time, or {@link Long#MIN_VALUE}: before the first event. */
    Frontier(long time) {
        this.time = time;
    }

    /** Takes the time of one more event. */
    void see(long millis) {
        if (millis <= time) {
            return;
        }
        if (time == Long.MIN_VALUE || millis - time <= LEAP_MILLIS) {
            time = millis;
            leapSeen = 0;
            leapTo = Long.MAX_VALUE;
            return;
        }
        leapTo = Math.min(leapTo, millis);
        if (++leapSeen >= LEAP_EVENTS) {
            time = leapTo;
            leapSeen = 0;
            leapTo = Long.MAX_VALUE;
        }
    }

    /** The latest time believed, epoch milliseconds; {@link Long#MIN_VALUE} before the first event. */
    long time() {
        return time;
    }
}
