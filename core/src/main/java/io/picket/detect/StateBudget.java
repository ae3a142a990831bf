package io.picket.detect;

/**
 * How much state one rule may hold in memory. Every rule has its own, so a flood in one rule takes nothing from another.
 *
 * @param bytes estimated heap bytes; what is above is given up, groups furthest from their threshold first
 * @param indicatorBytes what a rule's indicators may take beside that, estimated heap bytes
 * @param hashSeed changes where keys land in hash tables, never a result; a host exposed to strangers draws it at random
 */
public record StateBudget(long bytes, long indicatorBytes, long hashSeed) {

    /** Enough for about a million live (group, value) entries. */
    public static final StateBudget DEFAULT = of(64L << 20);

    /** Enough for some millions of indicators. */
    public static final long INDICATOR_BYTES_DEFAULT = 512L << 20;

    /** The least that is sensible: a few pages and tables. */
    public static final long BYTES_MIN = 256L << 10;

    public StateBudget {
        if (bytes < BYTES_MIN) {
            throw new IllegalArgumentException("a state budget has at least " + BYTES_MIN + " bytes: " + bytes);
        }
    }

    public StateBudget(long bytes, long hashSeed) {
        this(bytes, INDICATOR_BYTES_DEFAULT, hashSeed);
    }

    public static StateBudget of(long bytes) {
        return new StateBudget(bytes, 0x2545F4914F6CDD1DL);
    }

    /** The same with another budget for indicators. */
    public StateBudget withIndicatorBytes(long most) {
        return new StateBudget(bytes, most, hashSeed);
    }
}
