package io.picket.event;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A whole document as a tree, for what the kept fields cannot answer: conditions over any field, conditions over one
 * object of many, and the document as an alert shows it. Immutable; leaves come in the order of the document.
 */
public final class Document {

    /** A document without any field. */
    public static final Document EMPTY = new Document(new Tree.Branch(null, ""));

    private final Tree.Branch root;
    private @Nullable List<Leaf> leaves;
    private @Nullable Map<String, List<Leaf>> byPath;

    private Document(Tree.Branch root) {
        this.root = root;
    }

    /**
     * Longest full path of a field, in UTF-16 units. What lies deeper is in {@link #toMap} and no field: otherwise a
     * small document of long nested keys could ask for gigabytes of names.
     */
    public static final int PATH_CHARS_MAX = 512;

    /** One value. */
    public static final class Leaf {
        private final Tree.Branch owner;
        private final String key;
        private final byte kind;
        private final String text;

        Leaf(Tree.Branch owner, String key, byte kind, String text) {
            this.owner = owner;
            this.key = key;
            this.kind = kind;
            this.text = text;
        }

        /** Full dotted path from the top of the event, also in a part of it. Put together at each call. */
        public String path() {
            return owner.pathOf(key);
        }

        /** One of {@link Kind}. */
        public byte kind() {
            return kind;
        }

        /** A string with its escapes undone, a number as the document spells it, {@code true} or {@code false}. */
        public String text() {
            return text;
        }

        boolean isField() {
            return owner.pathChars(key) <= PATH_CHARS_MAX;
        }

        @Override
        public String toString() {
            return path() + "=" + text;
        }
    }

    /** The document in these bytes; {@link #EMPTY} if they are no JSON object. */
    static Document parse(byte[] source, int from, int to) {
        Tree.@Nullable Branch root = Tree.parse(source, from, to);
        return root == null ? EMPTY : new Document(root);
    }

    /** Every value. null, empty arrays and empty objects are none. */
    public List<Leaf> leaves() {
        List<Leaf> all = leaves;
        if (all == null) {
            List<Leaf> found = new ArrayList<>();
            root.leaves(found);
            all = List.copyOf(found);
            leaves = all;
        }
        return all;
    }

    /** The values by full dotted path; only paths that have one. */
    public Map<String, List<Leaf>> byPath() {
        Map<String, List<Leaf>> map = byPath;
        if (map == null) {
            map = new LinkedHashMap<>();
            for (Leaf leaf : leaves()) {
                map.computeIfAbsent(leaf.path(), unseen -> new ArrayList<>()).add(leaf);
            }
            byPath = map;
        }
        return map;
    }

    /** The values of one field; empty if it has none. */
    public List<Leaf> leaves(String path) {
        return byPath().getOrDefault(path, List.of());
    }

    /**
     * The objects under a path, each by itself: one for each object there, arrays flattened. Members that reach below
     * the path by a dotted key ({@code "a.b.c": 1} asked for {@code a.b}) form one object for the object they stand in.
     */
    public List<Document> objects(String path) {
        List<Tree.Branch> found = new ArrayList<>();
        root.objects(path, found);
        return found.stream().map(Document::new).toList();
    }

    /**
     * The document as maps, lists, strings, booleans, nulls and numbers, in its own order and with its own nesting: a
     * dotted key stays one key. Whole numbers are Long or BigInteger; others Double where that is the same number, else
     * BigDecimal; one that none of them holds (an exponent of ten digits) stays text. A key that came twice has a list.
     */
    public Map<String, Object> toMap() {
        return root.toMap();
    }
}
