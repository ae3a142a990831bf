package io.picket.bench;

import io.picket.event.FieldTable;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * What the readers are measured against: jackson-core's streaming parser taking the text of the fields of a table out of
 * a document, with a tree of names beside the parser's own and everything else skipped.
 */
public final class JacksonFields {

    private final JsonFactory factory = JsonFactory.builder().build();
    private final Node root;
    private long kept;

    public JacksonFields(FieldTable table) {
        this.root = Node.of(table);
    }

    /** How many values have been taken so far. */
    public long kept() {
        return kept;
    }

    public void read(byte[] buffer, int from, int length) {
        try (JsonParser parser = factory.createParser(ObjectReadContext.empty(), buffer, from, length)) {
            parser.nextToken();
            object(parser, root);
        }
    }

    private void object(JsonParser parser, Node node) {
        while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
            Node child = node.children.get(parser.currentName());
            JsonToken token = parser.nextToken();
            if (child != null) {
                value(parser, token, child);
            } else {
                parser.skipChildren();
            }
        }
    }

    private void value(JsonParser parser, JsonToken token, Node node) {
        switch (token) {
            case START_OBJECT -> object(parser, node);
            case START_ARRAY -> {
                for (JsonToken t = parser.nextToken(); t != JsonToken.END_ARRAY; t = parser.nextToken()) {
                    value(parser, t, node);
                }
            }
            case VALUE_NULL -> {}
            default -> {
                if (node.isField) {
                    node.text = parser.getString();
                    kept++;
                }
            }
        }
    }

    /** Where a dotted path leads. */
    private static final class Node {
        final Map<String, Node> children = new HashMap<>();
        boolean isField;

        @Nullable String text;

        static Node of(FieldTable table) {
            Node root = new Node();
            for (String name : table.names()) {
                Node at = root;
                for (String key : name.split("\\.")) {
                    at = at.children.computeIfAbsent(key, unseen -> new Node());
                }
                at.isField = true;
            }
            return root;
        }
    }
}
