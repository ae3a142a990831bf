package io.picket.match;

import io.picket.condition.IpAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.function.IntConsumer;

/**
 * Which of many ranges a value lies in, by one binary search.
 *
 * <p>What: the line of all addresses cut at every end of every range; for each stretch the keys of the ranges that cover
 * it. Integers stand on a line of the same kind, see {@link #place}. Cost: stretches × covering ranges of
 * memory, which {@link #RANGES_MAX} bounds at some megabytes.
 */
@HotPath("addresses and ports of every network event: MatchBenchmark")
final class IntervalTable {

    /** Most ranges in one table. */
    static final int RANGES_MAX = 1_024;

    private record Range(IpAddress first, IpAddress last, int key) {}

    private final long[] highs;
    private final long[] lows;
    private final int[] from;
    private final int[] keys;

    private IntervalTable(long[] highs, long[] lows, int[] from, int[] keys) {
        this.highs = highs;
        this.lows = lows;
        this.from = from;
        this.keys = keys;
    }

    /** Where an integer stands on the line: its upper half is 0, this is its lower half. */
    static long low(long integer) {
        return integer ^ Long.MIN_VALUE;
    }

    /** An integer as a point of the line. */
    static IpAddress place(long integer) {
        return new IpAddress(0, low(integer));
    }

    /** The stretch a value lies in, for {@link #from} and {@link #to}; -1 before the first. */
    int find(long high, long low) {
        int left = 0;
        int right = highs.length - 1;
        while (left <= right) {
            int middle = (left + right) >>> 1;
            int order = Long.compareUnsigned(highs[middle], high);
            if (order < 0 || order == 0 && Long.compareUnsigned(lows[middle], low) <= 0) {
                left = middle + 1;
            } else {
                right = middle - 1;
            }
        }
        return right;
    }

    int from(int stretch) {
        return from[stretch];
    }

    int to(int stretch) {
        return from[stretch + 1];
    }

    int key(int i) {
        return keys[i];
    }

    /** Collects ranges. */
    static final class Builder {

        private final List<Range> ranges = new ArrayList<>();

        boolean isEmpty() {
            return ranges.isEmpty();
        }

        boolean hasRoom(int more) {
            return ranges.size() + more <= RANGES_MAX;
        }

        /** Adds the range between two values, both included. */
        void add(IpAddress first, IpAddress last, int key) {
            ranges.add(new Range(first, last, key));
        }

        IntervalTable build() {
            TreeSet<IpAddress> edges = new TreeSet<>();
            for (Range range : ranges) {
                edges.add(range.first());
                IpAddress last = range.last();
                if (last.high() != -1 || last.low() != -1) {
                    edges.add(new IpAddress(last.low() == -1 ? last.high() + 1 : last.high(), last.low() + 1));
                }
            }
            IntArray keys = new IntArray();
            IntArray from = new IntArray();
            for (IpAddress edge : edges) {
                from.add(keys.size());
                covering(edge, keys::add);
            }
            from.add(keys.size());
            return new IntervalTable(
                    edges.stream().mapToLong(IpAddress::high).toArray(),
                    edges.stream().mapToLong(IpAddress::low).toArray(),
                    from.toArray(),
                    keys.toArray());
        }

        private void covering(IpAddress edge, IntConsumer each) {
            int[] found = ranges.stream()
                    .filter(range -> range.first().compareTo(edge) <= 0 && edge.compareTo(range.last()) <= 0)
                    .mapToInt(Range::key)
                    .distinct()
                    .toArray();
            Arrays.stream(found).forEach(each);
        }
    }
}
