package io.annals.es.protobuf;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.DynamicMessage;
import com.google.protobuf.GeneratedMessage;
import io.annals.es.DefinitionException;
import io.annals.es.EventType;
import io.annals.es.journal.EventTypes;
import io.annals.testing.shop.BadlyNamed;
import io.annals.testing.shop.ItemAdded;
import io.annals.testing.shop.ItemRemoved;
import io.annals.testing.store.ArticleAdded;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class MessageNamingTest {

    @Test
    void a_message_is_named_by_its_option_and_else_by_its_full_name() {
        assertEquals(
                Optional.of(new EventType.Literal("item-added", 2)),
                EventTypes.declaredBy(ItemAdded.class));
        assertEquals(
                Optional.of(new EventType.Literal("shop.ItemRemoved", 1)),
                EventTypes.declaredBy(ItemRemoved.class));
    }

    @Test
    void other_classes_are_left_to_others() {
        assertEquals(Optional.empty(), new MessageNaming().typeOf(Record.class));
        assertEquals(Optional.empty(), new MessageNaming().typeOf(ItemAdded.Builder.class));
    }

    @Test
    void refuses_names_that_are_none_or_are_there_twice() {
        assertBroken("two words", BadlyNamed.class);
        assertBroken("item-added", ItemAdded.class, ArticleAdded.class);
    }

    @Test
    void refuses_messages_that_protoc_has_not_generated() {
        assertBroken(DynamicMessage.class.getName(), DynamicMessage.class);
        assertBroken(GeneratedMessage.class.getName(), GeneratedMessage.class);
    }

    private static void assertBroken(String named, Class<?>... types) {
        String message =
                assertThrows(DefinitionException.class, () -> EventTypes.of(List.of(types)))
                        .getMessage();
        assertTrue(message.contains(named), message);
    }
}
