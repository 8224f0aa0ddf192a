namespace MusicGen.Grains.Nodes;

/// <summary>The folder of the local blob store, which a worker process opens for itself.</summary>
/// <param name="Path">An absolute path.</param>
public sealed record StoreFolder(string Path);
