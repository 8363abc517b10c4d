package ${package};

import jakarta.persistence.Entity;
import jakarta.persistence.Id;

/** How many places a course has left: a row of the view. */
@Entity
public class Vacancy {

    @Id private String course;
    private String title;
    private int places;

    protected Vacancy() {} // for the persistence provider

    Vacancy(String course, String title, int places) {
        this.course = course;
        this.title = title;
        this.places = places;
    }

    void add(int more) {
        places += more;
    }

    public String getCourse() {
        return course;
    }

    public String getTitle() {
        return title;
    }

    public int getPlaces() {
        return places;
    }
}
