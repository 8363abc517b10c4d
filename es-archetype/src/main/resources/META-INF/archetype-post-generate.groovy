import javax.lang.model.SourceVersion

// Values that come by -D are checked by nobody before the project is there.
def check = { String key, String value, boolean valid, String expected ->
    if (!valid) {
        throw new IllegalArgumentException("The $key '$value' is not valid: expected $expected. " +
                "Delete the directory ${request.outputDirectory}/${request.artifactId} and generate again with another -D$key=…")
    }
}
check('package', request.package, SourceVersion.isName(request.package), 'names of Java with dots between, such as org.example.courses')
['groupId', 'artifactId', 'version'].each { key ->
    check(key, request[key], request[key] ==~ /\w[\w\-]*(\.[\w\-]+)*/, 'letters, digits, _ and -, with single dots between')
}
