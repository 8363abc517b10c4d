package io.annals.demo.web;

import jakarta.validation.Constraint;
import jakarta.validation.Payload;
import jakarta.validation.ReportAsSingleViolation;
import jakarta.validation.constraints.Pattern;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Text that every database can store and that looks everywhere as it is: no control characters,
 * those included that turn the direction of writing, and no unpaired surrogates.
 */
@Pattern(regexp = PlainText.CHARACTER + "*")
@ReportAsSingleViolation
@Constraint(validatedBy = {})
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.FIELD, ElementType.PARAMETER})
public @interface PlainText {

    /** One character of such a text, as a regular expression. */
    String CHARACTER = "[^\\p{Cc}\\p{Cs}\\u061c\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]";

    /** What is said of a text that is not. */
    String message() default "must not hold control characters";

    /** See Bean Validation. */
    Class<?>[] groups() default {};

    /** See Bean Validation. */
    Class<? extends Payload>[] payload() default {};
}
