/** Builds: run with their log on the screen, looked at, and tried without touching the app. */
@NullMarked
package dev.ingot.cli.build;

import org.jspecify.annotations.NullMarked;
