package ${package};

import io.annals.testing.fixture.AggregateFixture;
import java.util.Set;
import ${package}.CourseEvent.Joined;
import ${package}.CourseEvent.Left;
import ${package}.CourseEvent.Offered;
import org.junit.jupiter.api.Test;

/** What a course decides, without a server or a database, but with the serialiser. */
class CourseTest {

    private static final AggregateFixture<Course> FULL =
            AggregateFixture.of(Course.class).given(new Offered("Chess", 1), new Joined("Ada"));

    @Test
    void has_no_place_for_one_student_too_many() {
        FULL.when(course -> course.join("Grace")).thenThrows(CourseFullException.class);
    }

    @Test
    void a_student_joins_once() {
        FULL.when(course -> course.join("Ada")).thenNothing();
    }

    @Test
    void who_leaves_makes_room() {
        FULL.given(new Left("Ada"))
                .when(course -> course.join("Grace"))
                .then(new Joined("Grace"))
                .thenState(new Course("Chess", 1, Set.of("Grace")));
    }
}
