package io.picket.condition;

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
import java.util.function.Consumer;

/** Walks over conditions. */
public final class Conditions {

    private Conditions() {}

    /**
     * Names every field that a condition compares and that can be kept in a slot. Fields inside {@link Nested} and
     * {@link AnyField} are left out: those look at the whole document.
     */
    public static void fields(Condition condition, Consumer<Field> each) {
        switch (condition) {
            case Always always -> {}
            case Never never -> {}
            case And(var parts) -> parts.forEach(part -> fields(part, each));
            case Or(var parts) -> parts.forEach(part -> fields(part, each));
            case Not(var part) -> fields(part, each);
            case Exists(var field) -> each.accept(field);
            case In in -> each.accept(in.field());
            case Like like -> each.accept(like.field());
            case Range range -> each.accept(range.field());
            case RangeFromNow range -> each.accept(range.field());
            case Until until -> {}
            case InBlocks in -> each.accept(in.field());
            case AnyWord any -> each.accept(any.field());
            case Phrase phrase -> each.accept(phrase.field());
            case WordLike like -> each.accept(like.field());
            case Matches matches -> each.accept(matches.field());
            case Computed computed -> computed.fields().forEach(each);
            case InList in -> each.accept(in.field());
            case Nested nested -> {}
            case AnyField any -> {}
        }
    }
}
