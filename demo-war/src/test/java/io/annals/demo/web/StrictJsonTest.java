package io.annals.demo.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.annals.demo.cart.AddItem;
import io.annals.demo.cart.CartEvent;
import io.annals.demo.cart.RecordedEvent;
import jakarta.json.bind.Jsonb;
import jakarta.json.bind.JsonbException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StrictJsonTest {

    private final Jsonb json = new StrictJson().getContext(Object.class);

    @Test
    void reads_values_of_the_right_types() {
        assertEquals(new AddItem("fig", 2, 30L), read("{'sku':'fig','quantity':2,'cents':30}"));
    }

    @Test
    void reads_values_of_wrong_types_as_null() {
        assertEquals(new AddItem(null, null, null), read("{'sku':1,'quantity':'2','cents':true}"));
        assertEquals(new AddItem(null, null, null), read("{'sku':{},'quantity':2.5,'cents':[1]}"));
        assertEquals(
                new AddItem(null, null, null),
                read("{'quantity':2147483648,'cents':9223372036854775808}"));
        assertEquals(
                new AddItem(null, null, null), read("{'sku':null,'quantity':null,'cents':1e400}"));
        assertEquals(new AddItem(null, null, null), read("{'quantity':1e0,'cents':10e-1}"));
        assertEquals(new AddItem(null, null, null), read("{'quantity':1.0,'cents':1E999999999}"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "{", "[]", "3", "'fig'", "{'sku':'fig'", "{'sku' 'fig'}", "nonsense"})
    void refuses_what_is_no_json_object(String text) {
        assertThrows(JsonbException.class, () -> read(text));
    }

    @Test
    void writes_nulls() {
        assertEquals(
                "{'payload':{'customer':'eve'},'position':null,'time':'1970-01-01T00:00:00Z','type':'cart-opened','version':1}",
                json.toJson(
                                new RecordedEvent(
                                        1,
                                        null,
                                        "cart-opened",
                                        new CartEvent.Opened("eve"),
                                        Instant.EPOCH))
                        .replace('"', '\''));
    }

    private AddItem read(String text) {
        return json.fromJson(text.replace('\'', '"'), AddItem.class);
    }
}
