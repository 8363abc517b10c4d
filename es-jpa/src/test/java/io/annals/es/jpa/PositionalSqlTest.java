package io.annals.es.jpa;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

class PositionalSqlTest {

    @Test
    void a_parameter_comes_as_often_as_it_is_used_and_where_it_is_used() {
        assertEquals(
                new PositionalSql(
                        "UPDATE t SET a = ? + ? WHERE b = ? AND c = ?", List.of(2, 10, 1, 2)),
                PositionalSql.of("UPDATE t SET a = ?2 + ?10 WHERE b = ?1 AND c = ?2"));
    }

    @Test
    void a_statement_without_parameters_stays_as_it_is() {
        assertEquals(
                new PositionalSql("DELETE FROM t", List.of()), PositionalSql.of("DELETE FROM t"));
    }
}
