package io.picket.event;

import io.picket.event.Document.Leaf;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/** What a document is made of. Depth is bounded by {@link EventReader#DEPTH_MAX}, so walks may recurse. */
sealed interface Tree {

    /** Jackson with the limits of {@link EventReader}. */
    JsonFactory JSON = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(EventReader.DEPTH_MAX)
                    .maxNumberLength(Integer.MAX_VALUE)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .build();

    /** Adds the values from here on down. */
    void leaves(List<Leaf> into);

    /** As a map, a list or a value. */
    @Nullable Object plain();

    /** null: no value. */
    record Nothing() implements Tree {
        @Override
        public void leaves(List<Leaf> into) {}

        @Override
        public @Nullable Object plain() {
            return null;
        }
    }

    /** One value. */
    record Single(Leaf leaf) implements Tree {
        @Override
        public void leaves(List<Leaf> into) {
            if (leaf.isField()) {
                into.add(leaf);
            }
        }

        @Override
        public Object plain() {
            return switch (leaf.kind()) {
                case Kind.NUMBER -> number(leaf.text());
                case Kind.TRUE -> true;
                case Kind.FALSE -> false;
                default -> leaf.text();
            };
        }
    }

    /** An array. */
    record Row(List<Tree> elements) implements Tree {
        @Override
        public void leaves(List<Leaf> into) {
            elements.forEach(element -> element.leaves(into));
        }

        @Override
        public List<@Nullable Object> plain() {
            List<@Nullable Object> list = new ArrayList<>(elements.size());
            elements.forEach(element -> list.add(element.plain()));
            return list;
        }
    }

    /** A member of an object, its key as it was written. */
    record Member(String key, Tree value) {}

    /** An object: what it stands in and under which key (nothing at the top), and its members. */
    final class Branch implements Tree {
        private final @Nullable Branch parent;
        private final String name;
        private final int depthChars;
        private final List<Member> members = new ArrayList<>();

        Branch(@Nullable Branch parent, String name) {
            this.parent = parent;
            this.name = name;
            this.depthChars = parent == null ? 0 : parent.depthChars + name.length() + 1;
        }

        String pathOf(String key) {
            if (parent == null) {
                return key;
            }
            StringBuilder path = new StringBuilder(pathChars(key));
            prefix(path);
            return path.append(key).toString();
        }

        int pathChars(String key) {
            return depthChars + key.length();
        }

        private void prefix(StringBuilder path) {
            if (parent != null) {
                parent.prefix(path);
                path.append(name).append('.');
            }
        }

        void add(String key, Tree value) {
            members.add(new Member(key, value));
        }

        @Override
        public void leaves(List<Leaf> into) {
            members.forEach(member -> member.value().leaves(into));
        }

        @Override
        public Map<String, Object> plain() {
            return toMap();
        }

        @SuppressWarnings("NullAway") // JSON null is null in the map
        Map<String, Object> toMap() {
            Map<String, Object> map = new LinkedHashMap<>();
            Map<String, List<@Nullable Object>> repeated = new HashMap<>();
            for (Member member : members) {
                String key = member.key();
                Object value = member.value().plain();
                if (map.containsKey(key)) {
                    List<@Nullable Object> all = repeated.computeIfAbsent(key, unseen -> flat(map.get(key)));
                    all.addAll(flat(value));
                    map.put(key, all);
                } else {
                    map.put(key, value);
                }
            }
            return map;
        }

        private static List<@Nullable Object> flat(@Nullable Object value) {
            List<@Nullable Object> list = new ArrayList<>();
            if (value instanceof List<?> several) {
                list.addAll(several);
            } else {
                list.add(value);
            }
            return list;
        }

        /** Finds the objects under a path that starts here. */
        void objects(String path, List<Branch> into) {
            Branch implied = new Branch(null, "");
            for (Member member : members) {
                String key = member.key();
                if (key.equals(path)) {
                    branches(member.value(), into);
                } else if (isBelow(path, key)) {
                    inner(member.value(), path.substring(key.length() + 1), into);
                } else if (isBelow(key, path)) {
                    if (implied.members.isEmpty()) {
                        into.add(implied);
                    }
                    implied.add(key.substring(path.length() + 1), member.value());
                }
            }
        }

        private static boolean isBelow(String path, String ancestor) {
            return path.length() > ancestor.length()
                    && path.charAt(ancestor.length()) == '.'
                    && path.startsWith(ancestor);
        }

        private static void branches(Tree value, List<Branch> into) {
            switch (value) {
                case Branch branch -> into.add(branch);
                case Row(var elements) -> elements.forEach(element -> branches(element, into));
                case Single single -> {}
                case Nothing nothing -> {}
            }
        }

        private static void inner(Tree value, String path, List<Branch> into) {
            switch (value) {
                case Branch branch -> branch.objects(path, into);
                case Row(var elements) -> elements.forEach(element -> inner(element, path, into));
                case Single single -> {}
                case Nothing nothing -> {}
            }
        }
    }

    /** The object in these bytes, or null if they hold none. */
    static @Nullable Branch parse(byte[] source, int from, int to) {
        try (JsonParser parser = JSON.createParser(
                ObjectReadContext.empty(), new String(source, from, to - from, StandardCharsets.UTF_8))) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            Branch root = new Branch(null, "");
            fill(parser, root);
            return root;
        } catch (JacksonException notJson) {
            return null;
        }
    }

    private static void fill(JsonParser parser, Branch branch) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            String key = wellFormed(parser.currentName());
            parser.nextToken();
            branch.add(key, value(parser, branch, key));
        }
    }

    private static Tree value(JsonParser parser, Branch owner, String key) {
        return switch (parser.currentToken()) {
            case START_OBJECT -> {
                Branch branch = new Branch(owner, key);
                fill(parser, branch);
                yield branch;
            }
            case START_ARRAY -> {
                Row row = new Row(new ArrayList<>());
                while (parser.nextToken() != JsonToken.END_ARRAY) {
                    row.elements().add(value(parser, owner, key));
                }
                yield row;
            }
            case VALUE_STRING -> new Single(new Leaf(owner, key, Kind.STRING, wellFormed(parser.getString())));
            case VALUE_TRUE -> new Single(new Leaf(owner, key, Kind.TRUE, "true"));
            case VALUE_FALSE -> new Single(new Leaf(owner, key, Kind.FALSE, "false"));
            case VALUE_NULL -> new Nothing();
            default -> new Single(new Leaf(owner, key, Kind.NUMBER, parser.getString()));
        };
    }

    /** Half a surrogate pair becomes U+FFFD, as in {@link EventReader}. */
    static String wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (Character.isSurrogate(text.charAt(i))) {
                return repaired(text);
            }
        }
        return text;
    }

    private static String repaired(String text) {
        StringBuilder out = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c ->
                        out.appendCodePoint(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c));
        return out.toString();
    }

    private static Object number(String text) {
        try {
            if (text.chars().allMatch(c -> c == '-' || c >= '0' && c <= '9')) {
                BigInteger whole = new BigInteger(text);
                return whole.bitLength() < Long.SIZE ? (Object) whole.longValue() : whole;
            }
            BigDecimal exact = new BigDecimal(text);
            double near = exact.doubleValue();
            boolean same = Double.isFinite(near) && new BigDecimal(Double.toString(near)).compareTo(exact) == 0;
            return same ? (Object) near : exact;
        } catch (ArithmeticException | NumberFormatException tooLarge) {
            return text;
        }
    }
}
