using MusicGen.Grains.Nodes;
using MusicGen.Storage;
using MusicGen.Storage.Local;

namespace MusicGen.Silo.Hosting;

/// <summary>The folder of one running service, held against a second one.</summary>
internal sealed class ServiceFolder : IDisposable
{
    private readonly FileStream _held;

    private ServiceFolder(string store, FileStream held, IBlobStore blobs) => (Store, _held, Blobs) = (new StoreFolder(store), held, blobs);

    public StoreFolder Store { get; }

    public IBlobStore Blobs { get; }

    /// <exception cref="StartupException">The folder cannot be used, or another service uses it.</exception>
    public static ServiceFolder Open(string folder, TimeProvider clock, string? sharedStore = null)
    {
        var store = Path.GetFullPath(sharedStore ?? folder);
        var path = Path.GetFullPath(folder);
        var mine = Path.Combine(path, ".service");
        try
        {
            Directory.CreateDirectory(path);
            return new ServiceFolder(store, new FileStream(mine, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None), new LocalBlobStore(store, clock));
        }
        catch (IOException e) when (File.Exists(mine) && e is not (FileNotFoundException or DirectoryNotFoundException))
        {
            throw new StartupException($"Another MusicGen service uses {path}: stop it, or give this one a folder of its own with --data.", e);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new StartupException($"The data folder {path} cannot be written: {e.Message}", e);
        }
    }

    public void Dispose() => _held.Dispose();
}
