package io.picket.detect;

/** Opens the sliding window to benchmarks: distinct ports per group over a look-back. */
public final class WindowDriver {

    private final Window window;
    private final Sighting sighting = new Sighting();
    private final long lookBack;

    public WindowDriver(long lookBack, long distinct) {
        WindowLog.Columns columns = new WindowLog.Columns(false, false, false, false);
        this.window = new Window(columns, 1, distinct, StateBudget.DEFAULT.hashSeed());
        this.lookBack = lookBack;
        sighting.idForm = EventIds.HASH;
    }

    /** What an event costs: the window moves, the group is found, the port is counted, the threshold is asked. */
    public boolean add(byte[] key, int port, long time) {
        window.expire(time - lookBack);
        int group = window.groups.acquire(key, 0, key.length);
        sighting.time = time;
        sighting.idHigh = time;
        sighting.idLow = port;
        window.add(group, sighting, port, true, true);
        boolean meets = window.meets(group);
        window.groups.release(group);
        return meets;
    }

    public int entries() {
        return window.entries();
    }

    public long stateBytes() {
        return window.stateBytes();
    }
}
