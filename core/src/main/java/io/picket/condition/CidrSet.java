package io.picket.condition;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * A set of address ranges, merged and sorted, so that asking costs one binary search whether it holds three blocks or
 * a million (32 bytes a range).
 */
public final class CidrSet {

    private final long[] firstHigh;
    private final long[] firstLow;
    private final long[] lastHigh;
    private final long[] lastLow;

    private CidrSet(List<Cidr> merged) {
        int size = merged.size();
        firstHigh = new long[size];
        firstLow = new long[size];
        lastHigh = new long[size];
        lastLow = new long[size];
        for (int i = 0; i < size; i++) {
            Cidr range = merged.get(i);
            firstHigh[i] = range.first().high();
            firstLow[i] = range.first().low();
            lastHigh[i] = range.last().high();
            lastLow[i] = range.last().low();
        }
    }

    public static CidrSet of(Collection<Cidr> ranges) {
        List<Cidr> sorted = new ArrayList<>(ranges);
        sorted.sort(Comparator.comparing(Cidr::first));
        List<Cidr> merged = new ArrayList<>();
        for (Cidr next : sorted) {
            if (!merged.isEmpty() && next.first().compareTo(merged.getLast().last()) <= 0) {
                Cidr previous = merged.removeLast();
                IpAddress last = previous.last().compareTo(next.last()) >= 0 ? previous.last() : next.last();
                merged.add(new Cidr(previous.first(), last));
            } else {
                merged.add(next);
            }
        }
        return new CidrSet(merged);
    }

    /** How many separate ranges there are after merging. */
    public int size() {
        return firstHigh.length;
    }

    public boolean contains(long high, long low) {
        int from = 0;
        int to = firstHigh.length - 1;
        while (from <= to) {
            int middle = (from + to) >>> 1;
            if (compare(firstHigh[middle], firstLow[middle], high, low) <= 0) {
                from = middle + 1;
            } else {
                to = middle - 1;
            }
        }
        return to >= 0 && compare(high, low, lastHigh[to], lastLow[to]) <= 0;
    }

    public boolean contains(IpAddress address) {
        return contains(address.high(), address.low());
    }

    /** The merged ranges in ascending order. */
    public List<Cidr> ranges() {
        List<Cidr> ranges = new ArrayList<>();
        for (int i = 0; i < firstHigh.length; i++) {
            ranges.add(new Cidr(new IpAddress(firstHigh[i], firstLow[i]), new IpAddress(lastHigh[i], lastLow[i])));
        }
        return ranges;
    }

    private static int compare(long aHigh, long aLow, long bHigh, long bLow) {
        int byHigh = Long.compareUnsigned(aHigh, bHigh);
        return byHigh != 0 ? byHigh : Long.compareUnsigned(aLow, bLow);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof CidrSet set && ranges().equals(set.ranges());
    }

    @Override
    public int hashCode() {
        return ranges().hashCode();
    }

    @Override
    public String toString() {
        return ranges().toString();
    }
}
