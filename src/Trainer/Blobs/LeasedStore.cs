using MusicGen.Storage;

namespace MusicGen.Trainer.Blobs;

/// <summary>The store as a worker uses it: nothing is written once the lease has ended. For the training's thread.</summary>
/// <param name="store">The store itself.</param>
/// <param name="lease">The right to write.</param>
/// <param name="announce">Called before something is written that may take longer than the worker may be silent otherwise.</param>
internal sealed class LeasedStore(IBlobStore store, Lease lease, Action announce)
{
    public ReadOnlyMemory<byte>? Get(string key) => store.GetAsync(key).GetAwaiter().GetResult()?.Content;

    /// <exception cref="LeaseLostException">The lease has ended.</exception>
    public void Put(string key, ReadOnlyMemory<byte> content)
    {
        if (!lease.Holds) throw new LeaseLostException();
        if (lease.Write(content.Length)) announce();
        store.PutAsync(key, content).GetAwaiter().GetResult();
        lease.Write(0);
    }
}
