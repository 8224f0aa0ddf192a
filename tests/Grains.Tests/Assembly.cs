using System.Runtime.Versioning;

// Workers that are scripts.
[assembly: SupportedOSPlatform("linux")]
