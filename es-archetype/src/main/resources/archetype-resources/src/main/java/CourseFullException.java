package ${package};

/** A course has no place left. */
public class CourseFullException extends RuntimeException {

    private static final long serialVersionUID = 1;

    CourseFullException(String title, int places) {
        super("All %d places of the course %s are taken".formatted(places, title));
    }
}
