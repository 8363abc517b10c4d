package io.annals.demo.cart;

import io.annals.demo.web.PlainText;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;

/** The request to open a cart; its value is there once it is validated. */
public record OpenCart(@NotBlank @Size(max = 200) @PlainText String customer) {}
