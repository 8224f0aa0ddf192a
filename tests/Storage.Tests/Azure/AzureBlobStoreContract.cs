using MusicGen.Storage.Azure;
using MusicGen.Tests.Azurite;

namespace MusicGen.Storage.Tests.Azure;

public sealed class AzureBlobStoreContract(AzuriteServer azurite) : BlobStoreContract, IAsyncLifetime
{
    private AzureBlobStore? _store;

    protected override IBlobStore Store => _store!;

    public async ValueTask InitializeAsync() => _store = await Containers.NewAsync(await azurite.StartAsync());

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;
}
