using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Silo.Clustering;

namespace MusicGen.Silo.Tests.Clustering;

public sealed class EntranceRulesTests
{
    private const string Here = "this network";
    private const string Elsewhere = "another network";

    private static readonly EntranceRules OnLoopback = RulesAt("127.0.0.1");
    private static readonly EntranceRules OnTheNetwork = RulesAt("10.0.0.5");

    [Theory]
    [InlineData("127.0.0.1:11112@7", Here)]
    [InlineData("10.0.0.6:11111@7", Here)]
    [InlineData("10.0.0.6:11111@7", null)]
    [InlineData(null, Here)]
    public void Member_WithItsRowThatCanBeReached_IsNoDoubt(string? address, string? network) =>
        Assert.Null(OnLoopback.FindDoubt(new Beacon("web-2", "p", address, network), RowOf(address)));

    [Fact]
    public void Member_WithoutARow_IsADoubtUntilItHadTheTimeToPutItBack()
    {
        var doubt = OnTheNetwork.FindDoubt(new Beacon("web-2", "p", "10.0.0.6:11111@7", Elsewhere), row: null);

        Assert.StartsWith("The cluster 'musicgen' lives (silo 'web-2' has just said so in the store), but Redis at redis:6379 does not know it", doubt!.Refusal, StringComparison.Ordinal);
        Assert.Equal(3, doubt.Words);
    }

    [Theory]
    [InlineData("127.0.0.1:11112@7")]
    [InlineData("10.0.0.6:11111@7")]
    [InlineData(null)] // about to become a member
    public void Loopback_WhileAnotherMachineHasASilo_IsRefused(string? address)
    {
        var doubt = OnLoopback.FindDoubt(new Beacon("web-2", "p", address, Elsewhere), RowOf(address));

        Assert.Equal(
            "The silo 'web-2' of the cluster 'musicgen' lives on another machine or in another container, from where nobody reaches this one at 127.0.0.1: "
                + "set Cluster:AdvertisedAddress to an address of this machine that the others reach.",
            doubt!.Refusal);
        Assert.Equal(1, doubt.Words);
    }

    [Fact]
    public void Member_AtAnotherMachinesLoopback_IsADoubt()
    {
        var doubt = OnTheNetwork.FindDoubt(new Beacon("web-2", "p", "127.0.0.1:11112@7", Elsewhere), RowOf("127.0.0.1:11112@7"));

        Assert.Equal(
            "The silo 'web-2' of the cluster 'musicgen' lives on another machine or in another container at 127.0.0.1:11112, where this one does not reach it: "
                + "set Cluster:AdvertisedAddress there to an address that the others reach, and start it again.",
            doubt!.Refusal);
    }

    [Theory]
    [InlineData("10.0.0.6:11111@7", Elsewhere)]
    [InlineData(null, Elsewhere)]
    public void Silo_OfAnotherMachine_ByAddressesOfTheNetwork_IsNoDoubt(string? address, string? network) =>
        Assert.Null(OnTheNetwork.FindDoubt(new Beacon("web-2", "p", address, network), RowOf(address)));

    [Fact]
    public void Loopback_WhileADeadSiloOfAnotherMachineHasItsRow_IsNoDoubt() =>
        Assert.Null(OnLoopback.FindDoubt(new Beacon("web-2", "p", "127.0.0.1:11112@7", Elsewhere), RowOf("127.0.0.1:11112@7", SiloStatus.Dead)));

    [Theory]
    [InlineData("127.0.0.1:11111@7", Here, false)] // this silo can listen there, so that one does not live
    [InlineData("127.0.0.1:11111@7", null, false)]
    [InlineData("127.0.0.1:11111@7", Elsewhere, true)]
    [InlineData("127.0.0.1:11112@7", Here, true)]
    [InlineData(null, Here, true)]
    public void Namesake_IsADoubtUnlessItsPlaceIsFree(string? address, string? network, bool isDoubt)
    {
        var doubt = OnLoopback.FindDoubt(new Beacon("web-1", "p", address, network), RowOf(address));

        Assert.Equal(isDoubt, doubt?.Refusal.StartsWith("A silo named 'web-1' lives in the cluster 'musicgen' already", StringComparison.Ordinal) == true);
        Assert.Equal(isDoubt, doubt is not null);
    }

    [Fact]
    public void Namesake_AtThisMachinesAddress_IsNoDoubtWhereverItSaysToBe() =>
        Assert.Null(OnTheNetwork.FindDoubt(new Beacon("web-1", "p", "10.0.0.5:11111@7", Elsewhere), RowOf("10.0.0.5:11111@7"))); // the machine was started anew

    [Fact]
    public void Namesake_ThatWasToldDead_IsNoDoubt() =>
        Assert.Null(OnTheNetwork.FindDoubt(new Beacon("web-1", "p", "10.0.0.9:11111@7", Elsewhere), RowOf("10.0.0.9:11111@7", SiloStatus.Dead)));

    [Fact]
    public void Beacon_OfASiloThatDidNotNameItsNetwork_CanBeRead() => Assert.Equal(
        new Beacon("web-2", "p", "10.0.0.6:11111@7"),
        JsonSerializer.Deserialize<Beacon>("""{"silo":"web-2","process":"p","address":"10.0.0.6:11111@7"}""", ContractJson.Options));

    [Fact]
    public async Task Network_OfAProcessBesideThisOne_IsTheSame()
    {
        // As https://man7.org/linux/man-pages/man7/namespaces.7.html has it, and as another program reads it.
        using var shell = System.Diagnostics.Process.Start(new System.Diagnostics.ProcessStartInfo("/bin/sh", ["-c", "echo $(cat /proc/sys/kernel/random/boot_id)/$(readlink /proc/self/ns/net)"]) { RedirectStandardOutput = true })!;

        Assert.Equal((await shell.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken)).Trim(), LoopbackNetwork.Id);
    }

    private static EntranceRules RulesAt(string address) => new(new ClusterOptions { Redis = "redis:6379", SiloName = "web-1", AdvertisedAddress = address }, "redis:6379", Here);

    private static MembershipEntry? RowOf(string? address, SiloStatus status = SiloStatus.Active) =>
        address is null ? null : new MembershipEntry { SiloAddress = SiloAddress.FromParsableString(address), Status = status };
}
