package ${package};

import io.annals.es.EventType;

/** What can happen to a course. Each event is stored under the name that its annotation gives. */
public sealed interface CourseEvent {

    @EventType("course-offered")
    record Offered(String title, int places) implements CourseEvent {}

    @EventType("course-joined")
    record Joined(String student) implements CourseEvent {}

    @EventType("course-left")
    record Left(String student) implements CourseEvent {}
}
