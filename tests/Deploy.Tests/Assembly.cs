using System.Runtime.Versioning;

// Programs that are scripts.
[assembly: SupportedOSPlatform("linux")]
