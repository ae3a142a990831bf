package io.picket.event;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields that somebody asks for, each with a number (its slot). Compiled from the rules; immutable. A reader keeps
 * the values of these fields only.
 */
public final class FieldTable {

    /** The slot of a field that is not in the table. */
    public static final int NONE = -1;

    private final List<String> names;
    private final Map<String, Integer> slots;
    private final int[] charsMax;
    private final long fingerprint;

    private FieldTable(List<String> names, int[] charsMax) {
        this.names = List.copyOf(names);
        this.charsMax = charsMax;
        this.slots = new HashMap<>();
        for (int slot = 0; slot < names.size(); slot++) {
            slots.put(names.get(slot), slot);
        }
        byte[] text = String.join("\n", names).getBytes(StandardCharsets.UTF_8);
        long[] hash = new long[2];
        ContentHash.hash(text, 0, text.length, hash);
        this.fingerprint = hash[0];
    }

    public static Builder builder() {
        return new Builder();
    }

    public int size() {
        return names.size();
    }

    /** The field's slot, 0 to {@code size() - 1}, or {@link #NONE}. */
    public int slot(String name) {
        return slots.getOrDefault(name, NONE);
    }

    public String name(int slot) {
        return names.get(slot);
    }

    public List<String> names() {
        return names;
    }

    /** Longest string value the reader keeps, in UTF-16 units; a longer one is as if it were not there. */
    public int charsMax(int slot) {
        return charsMax[slot];
    }

    /** The same for tables that have the same names in the same slots, and for no others as far as 64 bits can tell. */
    long fingerprint() {
        return fingerprint;
    }

    /** Collects field names; asking twice for one field is one field. */
    public static final class Builder {
        private final Map<String, Integer> limits = new java.util.LinkedHashMap<>();

        private Builder() {}

        /** Adds a field with the longest string value that counts (UTF-16 units), if it is not there yet. */
        public Builder add(String name, int charsMax) {
            limits.putIfAbsent(name, charsMax);
            return this;
        }

        public FieldTable build() {
            List<String> names = new ArrayList<>(limits.keySet());
            return new FieldTable(
                    names,
                    names.stream()
                            .mapToInt(name -> limits.getOrDefault(name, 0))
                            .toArray());
        }
    }
}
