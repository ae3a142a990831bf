package io.picket.alert;

/**
 * What an alert says of the ones it stands for.
 *
 * @param group what they have in common: {@code kibana.alert.suppression.terms}
 * @param start least primary timestamp among them, epoch milliseconds
 * @param end greatest primary timestamp among them, epoch milliseconds
 * @param docsCount how many were suppressed; 0 when the alert stands for itself alone
 * @param lastDetected when the last of them came up, epoch milliseconds
 */
public record SuppressionResult(ValueGroup group, long start, long end, long docsCount, long lastDetected) {}
