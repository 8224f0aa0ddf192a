namespace MusicGen.Silo.Hosting;

/// <summary>The service's own folder, for files that are worth nothing after a restart.</summary>
/// <param name="Path">An absolute path.</param>
internal sealed record ScratchFolder(string Path);
