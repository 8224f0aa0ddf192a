using MusicGen.Grains;
using MusicGen.Silo.Accounts;
using MusicGen.Silo.Hosting;
using MusicGen.Storage;
using MusicGen.Storage.Local;

namespace MusicGen.Silo.Tests.Accounts;

/// <summary>Who can sign in to a service that wants everybody to.</summary>
public sealed class FirstKeyTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("musicgen-first-key-");
    private readonly LocalBlobStore _store;

    public FirstKeyTests() => _store = new LocalBlobStore(_folder.FullName);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Require_NobodyCanSignIn_SaysHowSomebodyCould()
    {
        var refused = await Assert.ThrowsAsync<StartupException>(() => FirstKey.RequireAsync(new AccountsOptions { Required = true }, new OwnedIds(_store), Token));

        Assert.EndsWith("Set Accounts:OperatorKeyHashes ('MusicGen.Silo key' makes one) or Accounts:Jwt.", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Require_KeyWasMadeBefore_Starts()
    {
        await _store.PutAsync("state/account/ann", "{}"u8.ToArray(), cancellationToken: Token);

        await FirstKey.RequireAsync(new AccountsOptions { Required = true }, new OwnedIds(_store), Token);
    }

    [Fact]
    public async Task Require_OthersSignInToo_Starts()
    {
        foreach (var options in new[] { new AccountsOptions(), new AccountsOptions { Required = true, OperatorKeyHashes = [""] }, new AccountsOptions { Required = true, Jwt = new JwtOptions() } })
            await FirstKey.RequireAsync(options, new OwnedIds(_store), Token);
    }

    [Fact]
    public async Task Require_StoreThatFails_SaysWhatTheStoreSays()
    {
        var store = AnsweredCalls.Of<IBlobStore>(_ => throw new IOException("The account is away."));

        var refused = await Assert.ThrowsAsync<StartupException>(() => FirstKey.RequireAsync(new AccountsOptions { Required = true }, new OwnedIds(store), Token));

        Assert.Equal("Whether a key was made before cannot be read from the store: The account is away.", refused.Message);
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
