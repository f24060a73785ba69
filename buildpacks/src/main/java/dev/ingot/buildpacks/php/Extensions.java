package dev.ingot.buildpacks.php;

import dev.ingot.buildpacks.kit.BuildFailure;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/** Debian's packages of PHP's extensions. */
final class Extensions {
  /** In the interpreter or in packages that are always there. */
  private static final Set<String> ALWAYS = Set.of("calendar", "core", "ctype", "date", "exif", "ffi", "fileinfo", "filter", "ftp", "gettext", "hash", "iconv", "json", "libxml", "opcache", "openssl", "pcre", "pdo",
      "phar", "posix", "random", "readline", "reflection", "session", "shmop", "simplexml-core", "sockets", "sodium", "spl", "standard", "sysvmsg", "sysvsem", "sysvshm", "tokenizer", "zlib", "zend-opcache");
  private static final Map<String, String> PACKED_WITH_OTHERS = Map.ofEntries(Map.entry("dom", "xml"), Map.entry("simplexml", "xml"), Map.entry("xmlreader", "xml"), Map.entry("xmlwriter", "xml"), Map.entry("xsl", "xml"),
      Map.entry("pdo_mysql", "mysql"), Map.entry("mysqli", "mysql"), Map.entry("mysqlnd", "mysql"), Map.entry("pdo_pgsql", "pgsql"), Map.entry("pdo_sqlite", "sqlite3"), Map.entry("pdo_odbc", "odbc"),
      Map.entry("pdo_dblib", "sybase"), Map.entry("pdo_firebird", "interbase"));

  private Extensions() {}

  /** Package names for extension names, without those that are there anyway. @throws BuildFailure for a name that cannot be one */
  static List<String> packages(Collection<String> extensions) {
    var packages = new TreeSet<String>();
    for (var extension : extensions) {
      if (!extension.matches("[a-z0-9_-]{2,40}")) {
        throw new BuildFailure("'" + extension + "' is not the name of a PHP extension. Correct composer.json or BP_PHP_EXTENSIONS.");
      }
      if (!ALWAYS.contains(extension)) {
        packages.add("php-" + PACKED_WITH_OTHERS.getOrDefault(extension, extension).replace('_', '-'));
      }
    }
    return List.copyOf(packages);
  }
}
