package io.picket.bench;

import io.picket.condition.Bound;
import io.picket.condition.Case;
import io.picket.condition.Condition;
import io.picket.condition.Condition.And;
import io.picket.condition.Condition.Exists;
import io.picket.condition.Condition.In;
import io.picket.condition.Condition.InBlocks;
import io.picket.condition.Condition.Like;
import io.picket.condition.Condition.Not;
import io.picket.condition.Condition.Or;
import io.picket.condition.Condition.Range;
import io.picket.condition.Field;
import io.picket.condition.Literal;
import io.picket.condition.WildcardPattern;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import software.amazon.event.ruler.Machine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * AWS Event Ruler with the same rules as far as it can hold them: what it has no pattern for is left out of a rule, which
 * makes the rule cheaper for it, and a rule of which nothing is left is left out.
 */
final class RulerPeer {

    private static final JsonMapper JSON = JsonMapper.shared();

    private final Machine machine = Machine.builder().build();
    private int rules;

    RulerPeer(List<Condition> conditions) throws IOException {
        for (Condition condition : conditions) {
            ObjectNode rule = JSON.createObjectNode();
            and(rule, condition);
            if (!rule.isEmpty() && isAdded(rule)) {
                rules++;
            }
        }
    }

    int rules() {
        return rules;
    }

    long matched(byte[] bytes, int[] ends) throws IOException {
        long matches = 0;
        int start = 0;
        for (int end : ends) {
            try {
                matches += machine.rulesForJSONEvent(new String(bytes, start, end - start, StandardCharsets.UTF_8))
                        .size();
            } catch (Exception e) {
                throw new IOException(e);
            }
            start = end + 1;
        }
        return matches;
    }

    private boolean isAdded(ObjectNode rule) {
        try {
            machine.addRule("rule-" + rules, rule.toString());
            return true;
        } catch (Exception e) {
            return false; // not a rule for this machine
        }
    }

    private static void and(ObjectNode into, Condition condition) {
        switch (condition) {
            case And(List<Condition> parts) -> parts.forEach(part -> and(into, part));
            case Or(List<Condition> parts) -> or(into, parts);
            case Not(Or(List<Condition> parts)) -> parts.forEach(part -> and(into, new Not(part)));
            case Condition leaf -> {
                Field field = field(leaf);
                ArrayNode patterns = JSON.createArrayNode();
                if (field != null && isWritten(patterns, leaf)) {
                    put(into, field.name(), patterns);
                }
            }
        }
    }

    private static void or(ObjectNode into, List<Condition> parts) {
        Field one = field(parts.getFirst());
        ArrayNode patterns = JSON.createArrayNode();
        if (one != null && parts.stream().allMatch(part -> one.equals(field(part)) && isWritten(patterns, part))) {
            put(into, one.name(), patterns);
            return;
        }
        ArrayNode choices = JSON.createArrayNode();
        for (Condition part : parts) {
            ObjectNode choice = JSON.createObjectNode();
            and(choice, part);
            if (choice.isEmpty()) {
                return;
            }
            choices.add(choice);
        }
        if (!into.has("$or")) {
            into.set("$or", choices);
        }
    }

    private static @Nullable Field field(Condition leaf) {
        return switch (leaf) {
            case In in -> in.field();
            case Like like -> like.field();
            case Exists exists -> exists.field();
            case Range range -> range.field();
            case InBlocks blocks -> blocks.field();
            case Not(In in) -> in.field();
            case Not(Like like) -> like.field();
            case Not(Exists exists) -> exists.field();
            default -> null;
        };
    }

    private static void put(ObjectNode into, String path, ArrayNode patterns) {
        ObjectNode at = into;
        String[] names = path.split("\\.");
        for (int i = 0; i < names.length - 1; i++) {
            JsonNode next = at.get(names[i]);
            if (next != null && !next.isObject()) {
                return;
            }
            at = next == null ? at.putObject(names[i]) : (ObjectNode) next;
        }
        if (!at.has(names[names.length - 1])) {
            at.set(names[names.length - 1], patterns);
        }
    }

    private static boolean isWritten(ArrayNode out, Condition leaf) {
        switch (leaf) {
            case In in -> in.values().forEach(value -> value(out, value, in.letters()));
            case Like like -> like.patterns().forEach(pattern -> out.addObject().put("wildcard", text(pattern)));
            case Exists exists -> out.addObject().put("exists", true);
            case Not(Exists exists) -> out.addObject().put("exists", false);
            case Not(In in) -> {
                ArrayNode but = out.addObject().putArray("anything-but");
                in.values().forEach(value -> but.add(text(value)));
            }
            case Not(Like like) -> {
                ArrayNode but = out.addObject().putObject("anything-but").putArray("wildcard");
                like.patterns().forEach(pattern -> but.add(text(pattern)));
            }
            case InBlocks blocks -> out.addObject().put("cidr", "10.0.0.0/8");
            case Range range -> {
                return isNumeric(out, range);
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private static boolean isNumeric(ArrayNode out, Range range) {
        ArrayNode numeric = JSON.createArrayNode();
        Bound low = range.low();
        Bound high = range.high();
        if (low != null && low.value() instanceof Number number) {
            numeric.add(low.inclusive() ? ">=" : ">").add(number.doubleValue());
        }
        if (high != null && high.value() instanceof Number number) {
            numeric.add(high.inclusive() ? "<=" : "<").add(number.doubleValue());
        }
        if (numeric.isEmpty()) {
            return false;
        }
        out.addObject().set("numeric", numeric);
        return true;
    }

    private static void value(ArrayNode out, Literal value, Case letters) {
        switch (value) {
            case Literal.Text(String text) -> {
                if (letters == Case.INSENSITIVE) {
                    out.addObject().put("equals-ignore-case", text);
                } else {
                    out.add(text);
                }
            }
            case Literal.Whole(long number) -> out.add(number);
            case Literal.Decimal(double number) -> out.add(number);
            case Literal.Bool(boolean bool) -> out.add(bool);
            case Literal.Ip ip -> out.add(ip.value().toString());
        }
    }

    private static String text(Literal value) {
        return switch (value) {
            case Literal.Text(String text) -> text;
            case Literal.Whole(long number) -> Long.toString(number);
            case Literal.Decimal(double number) -> Double.toString(number);
            case Literal.Bool(boolean bool) -> Boolean.toString(bool);
            case Literal.Ip ip -> ip.value().toString();
        };
    }

    private static String text(WildcardPattern pattern) {
        StringBuilder text = new StringBuilder();
        for (WildcardPattern.Part part : pattern.parts()) {
            switch (part) {
                case WildcardPattern.Text(String literal) ->
                    text.append(literal.replace("\\", "\\\\").replace("*", "\\*"));
                case WildcardPattern.AnyRun run ->
                    text.append(text.isEmpty() || text.charAt(text.length() - 1) != '*' ? "*" : "");
                case WildcardPattern.OneChar one ->
                    text.append(text.isEmpty() || text.charAt(text.length() - 1) != '*' ? "*" : "");
            }
        }
        return text.toString();
    }
}
