assert new File(basedir, 'build.log').text.contains("The package 'org.example.new' is not valid: expected ")
