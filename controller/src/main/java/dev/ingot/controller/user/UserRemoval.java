package dev.ingot.controller.user;

/** Something that refers to users. Each feature that does offers one as a bean. */
public interface UserRemoval {
  /** Removes everything of this feature about the user, in the current transaction. */
  void removeUser(String userGuid);
}
