using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.Logging;
using MusicGen.Contracts.Accounts;
using MusicGen.Grains.Accounts;
using MusicGen.Silo.Hosting;

namespace MusicGen.Cli.Tests.Accounts;

/// <summary>The command with a service that has a sign-in.</summary>
public sealed class AccountTests : IAsyncLifetime
{
    private readonly TestFolder _folder = new();
    private readonly AccountKey _operator = AccountKey.New(OwnerName.Operator);
    private WebApplication _app = null!;

    public async ValueTask InitializeAsync()
    {
        _app = SiloApplication.Build(
            ["--MusicGen:DataFolder", _folder.Path, "--MusicGen:Port", "0", "--Training:Slots", "0", "--Accounts:OperatorKeyHashes:0", _operator.Hash], builder => builder.Logging.ClearProviders());
        await _app.StartAsync(TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task Keys_MadeListedAndRevoked_SignInMeanwhile()
    {
        var created = (await RunAsync(_operator.Text, "account", "keys", "create", "--owner", "ann", "--name", "laptop", "--scopes", "read,account", "--days", "7")).Done();
        var key = Assert.Single(created.Lines);
        Assert.StartsWith("mg_ann_", key, StringComparison.Ordinal);
        var id = key.Split('_')[2];
        Assert.StartsWith($"This is key {id} (read, account), good until ", created.Errors, StringComparison.Ordinal);

        Assert.Equal(["You are ann; you may: read, account.", "Your files fill 0 of 51,200 MB."], (await RunAsync(key, "account")).Done().Lines[^2..]);
        Assert.Equal("You are ann; you may: read, account.", (await RunAsync(null, "account", "--key", key)).Done().Lines[^2]);
        Assert.Equal((id, "laptop"), Assert.Single((await RunAsync(key, "account", "keys", "list", "--json")).Done().Json<KeySummary[]>()) is var listed ? (listed.Id, listed.Name) : default);
        var revoked = (await RunAsync(_operator.Text, "account", "keys", "revoke", id, "--owner", "ann")).Done();
        Assert.Equal($"Key {id} is revoked; where it has just been used, it may be good for some seconds more.", revoked.Lines[^1]);
        Assert.Equal("There is no API key.", (await RunAsync(_operator.Text, "account", "keys", "list", "--owner", "ann")).Done().Lines[^1]);
    }

    [Fact]
    public async Task AnyCommand_WithoutAKey_SaysWhereItIsLookedFor() => (await RunAsync(null, "corpora")).IsRefused(
        2,
        "This needs a key or token: send it as 'Authorization: Bearer …'. Operators make keys for owners with POST /v1/owners/{owner}/keys. The command sends the key that the environment has as MUSICGEN_KEY.");

    [Fact]
    public async Task AnyCommand_WithoutTheScope_IsRefused() =>
        (await RunAsync((await RunAsync(_operator.Text, "account", "keys", "create", "--owner", "bea")).Done().Lines[0], "nodes"))
            .IsRefused(1, "This needs the scope 'operator', which the key or token does not have.");

    [Fact]
    public async Task Key_ThatCannotBeOne_IsNamedAndNotRepeated() => (await RunAsync("mg two words", "corpora")).IsRefused(2, "The environment's MUSICGEN_KEY is no key: keys are letters, digits and signs without spaces.");

    [Fact]
    public async Task Scopes_ThatAreNone_AreNamed() => (await RunAsync(null, "account", "keys", "create", "--scopes", "read,all")).IsRefused(2, "'all' is no scope: they are read, write, account and operator.");

    [Fact]
    public async Task Help_WithAKeyInTheEnvironment_DoesNotShowIt()
    {
        var help = (await RunAsync("mg_secret", "account", "--help")).Done();

        Assert.Contains("--key", help.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("mg_secret", help.Output, StringComparison.Ordinal);
    }

    private Task<Outcome> RunAsync(string? key, params string[] arguments) => CommandProcess.RunAsync(arguments, server: _app.Urls.Single(), key: key);
}
