package ${package};

import io.annals.es.aggregate.Aggregate;
import io.annals.es.aggregate.Apply;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import ${package}.CourseEvent.Joined;
import ${package}.CourseEvent.Left;
import ${package}.CourseEvent.Offered;

/** The state of a course, which its events make, and what it decides on it. */
@Aggregate(value = "course", events = CourseEvent.class)
public record Course(String title, int places, Set<String> students) {

    public Course {
        students = Set.copyOf(students);
    }

    @Apply
    static Course on(Offered event) {
        return new Course(event.title(), event.places(), Set.of());
    }

    @Apply
    Course on(Joined event) {
        Set<String> more = new HashSet<>(students);
        more.add(event.student());
        return new Course(title, places, more);
    }

    @Apply
    Course on(Left event) {
        Set<String> fewer = new HashSet<>(students);
        fewer.remove(event.student());
        return new Course(title, places, fewer);
    }

    /** Whoever is there already joins once. */
    public List<CourseEvent> join(String student) {
        if (students.contains(student)) {
            return List.of();
        }
        if (students.size() == places) {
            throw new CourseFullException(title, places);
        }
        return List.of(new Joined(student));
    }

    /** Whoever is not there has nothing to leave. */
    public List<CourseEvent> leave(String student) {
        return students.contains(student) ? List.of(new Left(student)) : List.of();
    }
}
