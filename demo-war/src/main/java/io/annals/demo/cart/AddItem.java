package io.annals.demo.cart;

import io.annals.demo.web.PlainText;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;

/**
 * The request to put pieces of an article into a cart; its values are there once it is validated.
 *
 * @param cents the price of one piece
 */
public record AddItem(
        @NotBlank
                @Size(max = 100)
                @PlainText
                @Pattern(
                        regexp = AddItem.SEGMENT,
                        message = "must not be . or .., or hold a backslash: no path has that")
                String sku,
        @NotNull(message = "must be a whole number") @Min(1) @Max(Cart.MAX_QUANTITY)
                Integer quantity,
        @NotNull(message = "must be a whole number") @Min(0) @Max(Cart.MAX_CENTS) Long cents) {

    /** An item is taken out by a path that names its article. */
    private static final String SEGMENT = "(?!\\.\\.?$)[^\\\\]*";
}
