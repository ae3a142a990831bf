package io.picket.match;

import io.picket.condition.Bound;
import io.picket.condition.Case;
import io.picket.condition.Cidr;
import io.picket.condition.CidrSet;
import io.picket.condition.Condition;
import io.picket.condition.Condition.Always;
import io.picket.condition.Condition.And;
import io.picket.condition.Condition.AnyField;
import io.picket.condition.Condition.AnyWord;
import io.picket.condition.Condition.Computed;
import io.picket.condition.Condition.Exists;
import io.picket.condition.Condition.In;
import io.picket.condition.Condition.InBlocks;
import io.picket.condition.Condition.InList;
import io.picket.condition.Condition.Like;
import io.picket.condition.Condition.Matches;
import io.picket.condition.Condition.Nested;
import io.picket.condition.Condition.Never;
import io.picket.condition.Condition.Not;
import io.picket.condition.Condition.Or;
import io.picket.condition.Condition.Phrase;
import io.picket.condition.Condition.Range;
import io.picket.condition.Condition.RangeFromNow;
import io.picket.condition.Condition.Until;
import io.picket.condition.Condition.WordLike;
import io.picket.condition.DateText;
import io.picket.condition.Field;
import io.picket.condition.FieldType;
import io.picket.condition.IpAddress;
import io.picket.condition.Literal;
import io.picket.condition.NumberText;
import io.picket.condition.Refusal;
import io.picket.condition.RegexPattern;
import io.picket.condition.ValueList;
import io.picket.condition.WildcardPattern;
import io.picket.condition.WildcardPattern.Text;
import io.picket.condition.Words;
import io.picket.event.FieldTable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Turns the leaves of conditions into compiled ones, and fills the columns on the way. */
final class LeafCompiler {

    /** A leaf that names more constants is found by the presence of its field. */
    static final int KEYS_PER_LEAF_MAX = 512;

    /** A set of more blocks is searched by itself. */
    private static final int RANGES_PER_LEAF_MAX = 64;

    /** A shorter literal is in nearly every text and finds nothing. */
    private static final int LITERAL_BYTES_MIN = 2;

    private static final int[] NOTHING_KNOWN = {};
    private static final int NO_SLOT = -1;
    private static final int PLAIN_COST = 1_000;
    private static final int DOCUMENT_COST = 20_000;

    private final FieldTable fields;
    private final Frequencies frequencies;
    private final Keys keys = new Keys();
    private final Column[] columns;
    private final List<AnyField> overNames = new ArrayList<>();

    LeafCompiler(FieldTable fields, Frequencies frequencies) {
        this.fields = fields;
        this.frequencies = frequencies;
        this.columns = new Column[fields.size()];
    }

    /** The conditions over names, by number. */
    List<AnyField> overNames() {
        return overNames;
    }

    Keys keys() {
        return keys;
    }

    /** Finishes the columns; by slot, null where no condition looks. */
    Column[] close() {
        for (Column column : columns) {
            if (column != null) {
                column.close();
            }
        }
        return columns;
    }

    /** The leaves one of which must hold for the condition, which is neither and, or, not nor a constant, to hold. */
    List<Leaf> compile(Condition leaf) {
        return switch (leaf) {
            case Exists(Field field) -> exists(leaf, field);
            case In(Field field, var literals, Case letters) -> in(leaf, field, literals, letters);
            case Like(Field field, var patterns, Case letters) -> like(leaf, field, patterns, letters);
            case Range range -> range(range);
            case InBlocks(Field field, CidrSet blocks) -> blocks(leaf, field, blocks);
            case InList(Field field, ValueList.Addresses list) -> blocks(leaf, field, list.values());
            case InList(Field field, ValueList.Words list) ->
                in(
                        leaf,
                        field,
                        list.values().stream().<Literal>map(Literal.Text::new).toList(),
                        Case.SENSITIVE);
            case InList(Field field, ValueList.Texts list) -> plain(leaf, field);
            case AnyWord(Field field, var words) -> words(leaf, field, words);
            case Phrase(Field field, var words) -> phrase(leaf, field, words);
            case WordLike(Field field, var pattern) -> wordLike(leaf, field, pattern);
            case Matches(Field field, RegexPattern pattern) -> matches(leaf, field, pattern);
            case Computed computed -> List.of(computed(computed));
            case Nested nested -> List.of(new Leaf.Plain(NO_SLOT, NOTHING_KNOWN, leaf, DOCUMENT_COST));
            case AnyField any -> {
                overNames.add(any);
                yield List.of(new Leaf.AnyName(overNames.size() - 1, any, DOCUMENT_COST));
            }
            case RangeFromNow moving -> throw new IllegalArgumentException(Refusal.MOVES);
            case Until moving -> throw new IllegalArgumentException(Refusal.MOVES);
            case Always always -> throw notALeaf(leaf);
            case Never never -> throw notALeaf(leaf);
            case And and -> throw notALeaf(leaf);
            case Or or -> throw notALeaf(leaf);
            case Not not -> throw notALeaf(leaf);
        };
    }

    private static IllegalStateException notALeaf(Condition condition) {
        return new IllegalStateException("not a leaf that can be compiled: " + condition);
    }

    /** Where the field is kept, or null if its leaves are evaluated plainly: see {@link #plain}. */
    private @Nullable Column column(Field field) {
        if (Scope.isOwn(field) || Scope.isWhole(field.type())) {
            return null;
        }
        int slot = fields.slot(field.name());
        if (slot == FieldTable.NONE) {
            throw new IllegalArgumentException(
                    "The field table does not keep " + field + ", which a condition compares");
        }
        Column column = columns[slot];
        if (column == null) {
            column = new Column(field, slot, keys.add(slot, Keys.PRESENCE, presence(field)));
            columns[slot] = column;
        }
        // One field has one column and one type; whoever takes it for another type goes the plain way.
        return column.field.type() == field.type() ? column : null;
    }

    private double presence(Field field) {
        return field.name().startsWith("event.") || field.name().startsWith("host.") ? 0.6 : 0.3;
    }

    private List<Leaf> plain(Condition leaf, Field field) {
        if (Scope.isOwn(field)) {
            return List.of(new Leaf.Plain(NO_SLOT, NOTHING_KNOWN, leaf, PLAIN_COST));
        }
        if (Scope.isWhole(field.type())) {
            return List.of(new Leaf.Plain(NO_SLOT, NOTHING_KNOWN, leaf, DOCUMENT_COST));
        }
        column(field);
        Column column = columns[fields.slot(field.name())];
        return List.of(new Leaf.Plain(column.slot, new int[] {column.presence}, leaf, PLAIN_COST));
    }

    private List<Leaf> exists(Condition leaf, Field field) {
        Column column = column(field);
        return column == null ? plain(leaf, field) : List.of(present(column));
    }

    private static Leaf present(Column column) {
        return new Leaf.Present(
                column, new int[] {column.presence}, column.field.type() == FieldType.IP, column.isNumber());
    }

    private static boolean isText(FieldType type) {
        return !Column.isNumber(type) && type != FieldType.IP && !Scope.isWhole(type);
    }

    private List<Leaf> in(Condition leaf, Field field, List<Literal> literals, Case letters) {
        Column column = column(field);
        FieldType type = field.type();
        if (column == null || type == FieldType.UNKNOWN && literals.stream().anyMatch(Literal.Ip.class::isInstance)) {
            return plain(leaf, field);
        }
        if (type == FieldType.IP) {
            List<Cidr> singles = new ArrayList<>();
            for (Literal literal : literals) {
                IpAddress address = Comparison.ip(literal);
                if (address != null) {
                    singles.add(new Cidr(address, address));
                }
            }
            return inside(column, CidrSet.of(singles));
        }
        IntArray named = new IntArray();
        for (Literal literal : literals) {
            if (isText(type)) {
                named.add(textKey(column, Comparison.text(literal), letters));
            }
            if (!isText(type) || type == FieldType.UNKNOWN) {
                numberKey(column, literal, named);
            }
        }
        boolean folds = isText(type) && letters == Case.INSENSITIVE;
        return List.of(named(column, named, isText(type) && !folds, folds, !isText(type) || type == FieldType.UNKNOWN));
    }

    private static Leaf named(Column column, IntArray keys, boolean texts, boolean folds, boolean numbers) {
        int[] named = keys.distinct();
        return new Leaf.Named(column, named, named.length > KEYS_PER_LEAF_MAX, texts, folds, numbers);
    }

    private int textKey(Column column, String text, Case letters) {
        int slot = column.slot;
        String name = column.field.name();
        if (letters == Case.SENSITIVE) {
            return column.textKey(Bytes.of(text), () -> keys.add(slot, Keys.TEXT, frequencies.shareOf(name, text)));
        }
        String folded = Fold.of(text);
        return column.foldKey(Bytes.of(folded), () -> keys.add(slot, Keys.FOLD, frequencies.shareOf(name, folded)));
    }

    private void numberKey(Column column, Literal literal, IntArray named) {
        FieldType type = column.field.type();
        double share = frequencies.shareOf(column.field.name(), Comparison.text(literal));
        switch (type) {
            case BOOLEAN -> {
                Boolean bool = Comparison.bool(literal);
                if (bool != null) {
                    // Half of the events at least answer one way.
                    named.add(column.wholeKey(bool ? 1 : 0, () -> keys.add(column.slot, Keys.NUMBER, 0.5)));
                }
            }
            case DATE -> {
                long millis = Comparison.millis(literal);
                if (millis != DateText.NONE) {
                    named.add(column.wholeKey(millis, () -> keys.add(column.slot, Keys.NUMBER, share)));
                }
            }
            default -> {
                NumberText number = Comparison.number(literal);
                if (number != null && number.whole() && type != FieldType.DOUBLE) {
                    named.add(column.wholeKey(number.truncated(), () -> keys.add(column.slot, Keys.NUMBER, share)));
                } else if (number != null && type != FieldType.LONG) {
                    named.add(column.fractionKey(number.nearest(), () -> keys.add(column.slot, Keys.NUMBER, share)));
                }
            }
        }
    }

    private List<Leaf> like(Condition leaf, Field field, List<WildcardPattern> patterns, Case letters) {
        Column column = column(field);
        if (column == null || !isText(field.type())) {
            return plain(leaf, field);
        }
        if (patterns.stream().anyMatch(WildcardPattern::isAny)) {
            return List.of(present(column));
        }
        boolean folds = letters == Case.INSENSITIVE;
        IntArray named = new IntArray();
        List<BytePattern> compiled = new ArrayList<>();
        IntArray literals = new IntArray();
        for (WildcardPattern pattern : patterns) {
            if (pattern.isLiteral()) {
                named.add(textKey(column, text(pattern), letters));
            } else {
                compiled.add(BytePattern.of(folds ? Fold.of(pattern) : pattern));
                literals.add(literalKey(column, pattern));
            }
        }
        List<Leaf> leaves = new ArrayList<>();
        if (!named.isEmpty()) {
            leaves.add(named(column, named, !folds, folds, false));
        }
        if (!compiled.isEmpty()) {
            int[] needed = literals.contains(Column.NO_KEY) ? new int[] {column.presence} : literals.distinct();
            leaves.add(new Leaf.Patterns(
                    column.slot, needed, compiled.toArray(new BytePattern[0]), literals.toArray(), folds));
        }
        return leaves;
    }

    private static String text(WildcardPattern literal) {
        return !literal.parts().isEmpty() && literal.parts().getFirst() instanceof Text(String value) ? value : "";
    }

    /** The key of the longest literal in the pattern, if it is long enough to tell anything. */
    private int literalKey(Column column, WildcardPattern pattern) {
        byte[] longest = {};
        List<WildcardPattern.Part> parts = pattern.parts();
        for (int i = 0; i < parts.size(); i++) {
            if (parts.get(i) instanceof Text(String value)) {
                byte[] literal = literal(value, i == 0, i == parts.size() - 1);
                longest = literal.length > longest.length ? literal : longest;
            }
        }
        return literalKey(column, longest);
    }

    /** What is sought of a text that is, or is not, where a value begins or ends. */
    private static byte[] literal(String text, boolean begins, boolean ends) {
        byte[] folded = Bytes.of(Fold.of(text));
        int before = begins ? 1 : 0;
        byte[] literal = new byte[before + folded.length + (ends ? 1 : 0)];
        literal[0] = LiteralAutomaton.BEGIN;
        literal[literal.length - 1] = LiteralAutomaton.END;
        System.arraycopy(folded, 0, literal, before, folded.length);
        return literal;
    }

    private int literalKey(Column column, byte[] literal) {
        int length = literal.length;
        if (length < LITERAL_BYTES_MIN) {
            return Column.NO_KEY;
        }
        double share = length >= 8 ? 0.003 : length >= 5 ? 0.01 : length >= 3 ? 0.05 : 0.2;
        return column.literalKey(literal, () -> keys.add(column.slot, Keys.LITERAL, share));
    }

    private List<Leaf> words(Condition leaf, Field field, List<String> words) {
        Column column = column(field);
        if (column == null || !isText(field.type())) {
            return plain(leaf, field);
        }
        IntArray named = new IntArray();
        words.forEach(word -> named.add(wordKey(column, word)));
        return List.of(new Leaf.AnyOfWords(column, named.distinct()));
    }

    private List<Leaf> phrase(Condition leaf, Field field, List<String> words) {
        Column column = column(field);
        if (column == null || !isText(field.type())) {
            return plain(leaf, field);
        }
        if (words.isEmpty()) {
            return List.of();
        }
        int[] named = words.stream().mapToInt(word -> wordKey(column, word)).toArray();
        int rarest = named[0];
        for (int key : named) {
            rarest = keys.share(key) < keys.share(rarest) ? key : rarest;
        }
        return List.of(new Leaf.WordsInRow(column, named, rarest));
    }

    private List<Leaf> wordLike(Condition leaf, Field field, WildcardPattern pattern) {
        Column column = column(field);
        if (column == null || !isText(field.type())) {
            return plain(leaf, field);
        }
        column.words();
        return List.of(new Leaf.WordPattern(column, BytePattern.of(Evaluator.lower(pattern))));
    }

    private int wordKey(Column column, String word) {
        String lower = Words.lower(word);
        double share = lower.length() > 8 ? 0.005 : lower.length() > 4 ? 0.015 : lower.length() > 2 ? 0.05 : 0.2;
        return column.wordKey(Bytes.of(lower), () -> keys.add(column.slot, Keys.WORD, share));
    }

    private List<Leaf> matches(Condition leaf, Field field, RegexPattern pattern) {
        Column column = column(field);
        if (column == null || !isText(field.type())) {
            return plain(leaf, field);
        }
        int literal = literalKey(column, Bytes.of(pattern.held(Fold::of)));
        return List.of(new Leaf.Regular(column, pattern, literal));
    }

    /** Asked plainly, of events that have one of the fields, or of all when it holds without them. */
    private Leaf computed(Computed computed) {
        IntArray present = new IntArray();
        boolean kept = !Combinations.holdsForNothing(computed);
        for (Field field : computed.fields()) {
            if (Scope.isOwn(field) || Scope.isWhole(field.type())) {
                kept = false;
            } else {
                column(field);
                present.add(columns[fields.slot(field.name())].presence);
            }
        }
        return new Leaf.Plain(NO_SLOT, kept ? present.distinct() : NOTHING_KNOWN, computed, PLAIN_COST);
    }

    private List<Leaf> blocks(Condition leaf, Field field, CidrSet blocks) {
        Column column = column(field);
        return column == null || Column.isNumber(field.type()) ? plain(leaf, field) : inside(column, blocks);
    }

    private List<Leaf> inside(Column column, CidrSet blocks) {
        if (blocks.size() > RANGES_PER_LEAF_MAX || !column.ranges.hasRoom(blocks.size())) {
            return List.of(new Leaf.Blocks(column, blocks));
        }
        double share = blocks.ranges().stream().mapToDouble(LeafCompiler::share).sum();
        int key = keys.add(column.slot, Keys.RANGE, share);
        for (Cidr block : blocks.ranges()) {
            column.ranges.add(block.first(), block.last(), key);
        }
        return List.of(new Leaf.Inside(column, key));
    }

    /** A guess: small blocks are particular, large ones are where everybody lives. */
    private static double share(Cidr block) {
        boolean wide = block.first().high() != block.last().high();
        long size = block.last().low() - block.first().low();
        return wide || size < 0 || size > 0xFFFF ? 0.3 : size > 0xFF ? 0.015 : 0.004;
    }

    private List<Leaf> range(Range range) {
        Column column = column(range.field());
        FieldType type = range.field().type();
        Bound low = range.low();
        Bound high = range.high();
        if (column == null || type == FieldType.BOOLEAN || type == FieldType.VERSION) {
            return plain(range, range.field());
        }
        if (isText(type)) {
            return textRange(range, column);
        }
        if (type == FieldType.IP) {
            Cidr block = Ends.block(low, high);
            return block == null ? List.of() : inside(column, CidrSet.of(List.of(block)));
        }
        if (type == FieldType.DOUBLE) {
            return List.of(new Leaf.BetweenReals(column, Ends.lowestReal(low), Ends.highestReal(high)));
        }
        Long lowest = Ends.lowest(low);
        Long highest = Ends.highest(high);
        return lowest == null || highest == null || lowest > highest ? List.of() : between(column, lowest, highest);
    }

    /** Texts by their bytes; on a field of unknown type, which may hold numbers, those by value. */
    private List<Leaf> textRange(Range range, Column column) {
        Bound low = range.low();
        Bound high = range.high();
        boolean open = low == null && high == null;
        if (open) {
            return List.of(present(column));
        }
        boolean unknown = column.field.type() == FieldType.UNKNOWN;
        boolean texts = low != null && low.value() instanceof String || high != null && high.value() instanceof String;
        return unknown && texts
                ? plain(range, range.field())
                : List.of(new Leaf.BetweenTexts(column, low, high, unknown));
    }

    private List<Leaf> between(Column column, long lowest, long highest) {
        if (!column.ranges.hasRoom(1)) {
            return List.of(new Leaf.Between(column, lowest, highest));
        }
        long width = highest - lowest;
        int key = keys.add(column.slot, Keys.RANGE, width < 0 || width > 100 ? 0.3 : 0.01);
        column.ranges.add(IntervalTable.place(lowest), IntervalTable.place(highest), key);
        return List.of(new Leaf.Inside(column, key));
    }
}
