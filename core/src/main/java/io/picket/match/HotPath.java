package io.picket.match;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Marks code that runs for every event and may be ugly for it: no allocation after warm-up, a plain twin, a benchmark. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.SOURCE)
@interface HotPath {

    /** Why it is hot, and the benchmark that shows it. */
    String value();
}
