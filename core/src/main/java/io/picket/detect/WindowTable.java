package io.picket.detect;

/**
 * For each (group, value) the position of its newest record in a {@link WindowLog}.
 *
 * <p>HOT. A slot is 32 bits of hash and 32 bits of position; keys are not kept a second time but read from the log when
 * the hash agrees, so a new value costs one cache miss and a repeated one two. Open addressing with linear probing, at
 * most three quarters full, growing by a quarter: about 12 bytes an entry. Removal shifts followers back, so nothing decays.
 */
final class WindowTable {

    private static final long EMPTY = 0;
    private static final int SLOTS_MIN = 64;
    private static final long MULTIPLIER = 0x9E3779B97F4A7C15L;

    private final WindowLog log;
    private final long seed;
    private long[] slots = new long[SLOTS_MIN];
    private int size;

    WindowTable(WindowLog log, long seed) {
        this.log = log;
        this.seed = seed;
    }

    int size() {
        return size;
    }

    long stateBytes() {
        return 8L * slots.length;
    }

    void clear() {
        slots = new long[SLOTS_MIN];
        size = 0;
    }

    /**
     * Makes {@code record} the newest of its group and value. Whether there was none before; else the older record is
     * marked as superseded.
     */
    boolean put(int group, int value, int record) {
        int hash = hash(group, value);
        int slot = home(hash, slots.length);
        while (true) {
            long entry = slots[slot];
            if (entry == EMPTY) {
                break;
            }
            if ((int) (entry >>> 32) == hash && log.supersede((int) entry, group, value)) {
                slots[slot] = entry(hash, record);
                return false;
            }
            if (++slot == slots.length) {
                slot = 0;
            }
        }
        slots[slot] = entry(hash, record);
        if (++size * 4L > slots.length * 3L) {
            resize(slots.length + (slots.length >> 2));
        }
        return true;
    }

    /** Forgets a group's value, whose newest record this is. */
    void remove(int group, int value, int record) {
        int length = slots.length;
        int hash = hash(group, value);
        long gone = entry(hash, record);
        int hole = home(hash, length);
        while (slots[hole] != gone) {
            hole = hole + 1 == length ? 0 : hole + 1;
        }
        int at = hole;
        while (true) {
            at = at + 1 == length ? 0 : at + 1;
            long entry = slots[at];
            if (entry == EMPTY) {
                break;
            }
            int home = home((int) (entry >>> 32), length);
            if (distance(home, at, length) >= distance(hole, at, length)) {
                slots[hole] = entry;
                hole = at;
            }
        }
        slots[hole] = EMPTY;
        if (--size < length / 8 && length > SLOTS_MIN) {
            resize(length / 2);
        }
    }

    private void resize(int length) {
        long[] next = new long[Math.max(length, SLOTS_MIN)];
        for (long entry : slots) {
            if (entry != EMPTY) {
                int slot = home((int) (entry >>> 32), next.length);
                while (next[slot] != EMPTY) {
                    slot = slot + 1 == next.length ? 0 : slot + 1;
                }
                next[slot] = entry;
            }
        }
        slots = next;
    }

    private static int distance(int from, int to, int length) {
        int distance = to - from;
        return distance < 0 ? distance + length : distance;
    }

    /** Never zero, so that no entry looks empty. */
    private int hash(int group, int value) {
        long h = ((long) group << 32 | value & 0xFFFF_FFFFL) ^ seed;
        h = (h ^ h >>> 32) * MULTIPLIER;
        h = (h ^ h >>> 29) * MULTIPLIER;
        return (int) (h >>> 32) | 1;
    }

    private static int home(int hash, int length) {
        return (int) ((hash & 0xFFFF_FFFFL) * length >>> 32);
    }

    private static long entry(int hash, int record) {
        return (long) hash << 32 | record & 0xFFFF_FFFFL;
    }
}
