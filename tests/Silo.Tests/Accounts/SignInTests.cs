using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MusicGen.Contracts;
using MusicGen.Contracts.Accounts;
using MusicGen.Silo.Accounts;

namespace MusicGen.Silo.Tests.Accounts;

/// <summary>Keys and tokens over HTTP.</summary>
public sealed class SignInTests(SignInSilo silo) : IClassFixture<SignInSilo>
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("ann", "ann")]
    [InlineData("ann", "ann", "read write account profile email")]
    [InlineData("Ann", "sub-", "read")]
    [InlineData("auth0|123456", "sub-", "read")]
    [InlineData("../local", "sub-", "read")]
    [InlineData("local", "sub-", "read")] // else anybody could call himself the owner of what was there before the sign-in
    [InlineData("operator", "sub-", "read")]
    [InlineData("sub-0123", "sub-", "read")]
    public async Task Token_OfASubject_SignsInAsItsOwner(string subject, string owner, string scope = "read write")
    {
        var account = await AccountAsync(SignInSilo.TokenOf(subject, scope));

        if (owner == "sub-") Assert.Matches("^sub-[0-9a-z]{51}$", account.Owner);
        else Assert.Equal(owner, account.Owner);
        Assert.Equal(scope.Split(' ').Where(granted => granted is "read" or "write" or "account"), account.Scopes.Select(granted => ContractJson.NameOf(granted)));
    }

    [Fact]
    public void NameOf_DifferentSubjects_Differs() =>
        Assert.Distinct(new[] { "local", "Local", "sub-local", TokenOwner.NameOf("local"), "a", "A", "ä", "a b", " a", "" }.Select(TokenOwner.NameOf));

    [Fact]
    public async Task Token_WithoutScopes_MayNothing()
    {
        var token = SignInSilo.TokenOf("ann", scope: null);

        Assert.Empty((await AccountAsync(token)).Scopes);
        using var response = await silo.SendAsync(HttpMethod.Get, "v1/corpora", token);
        await Refusal.AssertAsync(response, HttpStatusCode.Forbidden, "scope-missing");
    }

    [Fact]
    public async Task Token_OfAnOperator_MayAll() =>
        Assert.Equal(Enum.GetValues<KeyScope>(), (await AccountAsync(SignInSilo.TokenOf("root", scope: null, role: "operator"))).Scopes);

    [Fact]
    public async Task Token_WithTheOperatorScopeAlone_IsNoOperator() => Assert.Empty((await AccountAsync(SignInSilo.TokenOf("ann", scope: "operator"))).Scopes);

    public static TheoryData<string> BadTokens { get; } =
    [
        SignInSilo.TokenOf("ann", audience: "another"), SignInSilo.TokenOf("ann", issuer: "https://another.example"), SignInSilo.TokenOf("ann", key: new byte[32]),
        SignInSilo.TokenOf("ann", life: TimeSpan.FromMinutes(-1)), SignInSilo.TokenOf(""), "eyJhbGciOiJub25lIn0.eyJzdWIiOiJhbm4ifQ.", "garbage",
    ];

    [Theory(DisableDiscoveryEnumeration = true)]
    [MemberData(nameof(BadTokens))]
    public async Task Token_ThatIsNotGood_IsRefused(string token)
    {
        using var response = await silo.SendAsync(HttpMethod.Get, "v1/account", token);

        await Refusal.AssertAsync(response, HttpStatusCode.Unauthorized, "sign-in-failed");
    }

    [Fact]
    public async Task Request_WithoutAnything_HearsWhatIsNeeded()
    {
        using var response = await silo.SendAsync(HttpMethod.Get, "v1/account", null);

        await Refusal.AssertAsync(response, HttpStatusCode.Unauthorized, "sign-in-needed");
    }

    [Fact]
    public async Task Key_InItsOwnHeader_SignsIn()
    {
        using var http = new HttpClient { BaseAddress = silo.Silo.Http.BaseAddress };
        http.DefaultRequestHeaders.Add("X-Api-Key", silo.OwnerKey);

        Assert.Equal(SignInSilo.Owner, (await http.GetFromJsonAsync<AccountSummary>("v1/account", ContractJson.Options, Token))!.Owner);
    }

    [Theory]
    [InlineData("account")]
    [InlineData("operator")]
    public async Task Create_KeyThatMayMoreThanItsMaker_IsRefused(string scope)
    {
        var key = await silo.KeyAsync("cleo", KeyScope.Account);

        using var more = await silo.SendAsync(HttpMethod.Post, "v1/account/keys", key, JsonContent.Create(new { scopes = new[] { "read" } }));
        using var asked = await silo.SendAsync(HttpMethod.Post, "v1/account/keys", key, JsonContent.Create(new { scopes = new[] { scope } }));

        await Refusal.AssertAsync(more, HttpStatusCode.Forbidden, "scope-missing", "scopes");
        Assert.Equal(scope == "account" ? HttpStatusCode.Created : HttpStatusCode.Forbidden, asked.StatusCode);
    }

    [Theory]
    [InlineData("""{"scopes":[]}""", "scopes-missing", "scopes")]
    [InlineData("""{"expiresInDays":0}""", "expiry-invalid", "expiresInDays")]
    [InlineData("""{"expiresInDays":3651}""", "expiry-invalid", "expiresInDays")]
    [InlineData("""{"name":""}""", "name-invalid", "name")]
    public async Task Create_KeyThatCannotBe_IsRefused(string body, string code, string field)
    {
        using var response = await silo.SendAsync(HttpMethod.Post, "v1/account/keys", silo.OwnerKey, new StringContent(body, System.Text.Encoding.UTF8, "application/json"));

        await Refusal.AssertAsync(response, HttpStatusCode.UnprocessableEntity, code, field);
    }

    [Theory]
    [InlineData("Ann")]
    [InlineData("a_b")]
    [InlineData("%2e%2e%2flocal")]
    public async Task Create_KeyOfAnOwnerThatCannotBe_IsRefused(string owner)
    {
        using var response = await silo.SendAsync(HttpMethod.Post, $"v1/owners/{owner}/keys", silo.OperatorKey, JsonContent.Create(new { }));

        await Refusal.AssertAsync(response, HttpStatusCode.UnprocessableEntity, "owner-invalid", "owner");
    }

    [Fact]
    public async Task List_Keys_TellsNoSecret()
    {
        var key = await silo.KeyAsync("dora", KeyScope.Read, KeyScope.Account);

        using var response = await silo.SendAsync(HttpMethod.Get, "v1/account/keys", key);
        var text = await response.Content.ReadAsStringAsync(Token);

        Assert.Equal(SignInSilo.IdOf(key), JsonDocument.Parse(text).RootElement.GetProperty("items")[0].GetProperty("id").GetString());
        Assert.DoesNotContain(key.Split('_')[^1], text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Document_OfAServiceWithSignIn_TellsIt()
    {
        var document = await silo.Silo.Http.GetFromJsonAsync<JsonElement>("openapi/v1.json", Token);

        Assert.Equal("http", document.GetProperty("components").GetProperty("securitySchemes").GetProperty("bearer").GetProperty("type").GetString());
        Assert.Equal(["bearer", "header"], document.GetProperty("security").EnumerateArray().SelectMany(one => one.EnumerateObject()).Select(one => one.Name));
        Assert.EndsWith("Scope: operator.", document.GetProperty("paths").GetProperty("/v1/nodes").GetProperty("get").GetProperty("description").GetString(), StringComparison.Ordinal);
    }

    private async Task<AccountSummary> AccountAsync(string key)
    {
        using var response = await silo.SendAsync(HttpMethod.Get, "v1/account", key);
        Assert.True(response.IsSuccessStatusCode, $"{response.StatusCode}");
        return (await response.Content.ReadFromJsonAsync<AccountSummary>(ContractJson.Options, Token))!;
    }
}
