using MusicGen.Storage.Local;

namespace MusicGen.Storage.Tests.Local;

public sealed class LocalBlobStoreContract : BlobStoreContract, IDisposable
{
    private readonly TestFolder _folder = new();

    public LocalBlobStoreContract() => Store = new LocalBlobStore(_folder.Path);

    protected override IBlobStore Store { get; }

    public void Dispose() => _folder.Dispose();
}
