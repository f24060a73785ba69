package dev.ingot.stager.log;

/** Where the lines of a staging go: the app's log stream, source STG. Called from several threads, one at a time. */
public interface LogSink {
  /** One line without newline; `error` = it came from standard error. */
  void line(boolean error, String text);
}
