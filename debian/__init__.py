"""The Debian package of the whole house; `make deb` builds it by `debian.build`."""
