using MusicGen.Contracts.Training;
using MusicGen.Storage;
using MusicGen.Storage.Azure;
using MusicGen.Storage.Local;

namespace MusicGen.Silo.Hosting;

/// <summary>The folder of one running service, held against a second one, and its store: in the folder, or in the container that the settings name.</summary>
internal sealed class ServiceFolder : IHostedLifecycleService, IDisposable
{
    private readonly FileStream _held;
    private bool _isPrepared;

    private ServiceFolder(string path, FileStream held, IBlobStore blobs, StorePlace store) => (Scratch, _held, Blobs, Store) = (new ScratchFolder(path), held, blobs, store);

    public ScratchFolder Scratch { get; }

    /// <summary>For the workers, which open the store themselves.</summary>
    public StorePlace Store { get; }

    public IBlobStore Blobs { get; }

    /// <param name="folder">Created where it is absent.</param>
    /// <param name="storage">Without faults.</param>
    /// <param name="clock">For the store.</param>
    /// <exception cref="StartupException">The folder cannot be used, or another service uses it.</exception>
    public static ServiceFolder Open(string folder, AzureStorageOptions storage, TimeProvider clock)
    {
        var path = Path.GetFullPath(folder);
        var mine = Path.Combine(path, ".service");
        try
        {
            Directory.CreateDirectory(path);
            var held = new FileStream(mine, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            return storage.NamesAnAccount()
                ? new ServiceFolder(path, held, new AzureBlobStore(storage, clock), new StorePlace(Folder: null, storage.ConnectionString, storage.ServiceUri, storage.Container))
                : new ServiceFolder(path, held, new LocalBlobStore(path, clock), new StorePlace(path));
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

    /// <summary>Looks at the store's container before the rest of the service starts; once is enough.</summary>
    /// <exception cref="StartupException">It cannot be used.</exception>
    public async Task PrepareAsync(CancellationToken cancellationToken)
    {
        if (_isPrepared || Blobs is not AzureBlobStore container) return;
        try
        {
            await container.PrepareAsync(cancellationToken);
            _isPrepared = true;
        }
        catch (IOException e)
        {
            throw new StartupException(e.Message, e);
        }
    }

    public Task StartingAsync(CancellationToken cancellationToken) => PrepareAsync(cancellationToken);

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _held.Dispose();
}
