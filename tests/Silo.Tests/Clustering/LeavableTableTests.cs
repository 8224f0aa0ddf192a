using System.Net;
using System.Reflection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging.Abstractions;
using MusicGen.Silo.Clustering;

namespace MusicGen.Silo.Tests.Clustering;

/// <summary>A silo and its table, which can be gone.</summary>
public sealed class LeavableTableTests : IDisposable
{
    private static readonly SiloAddress Own = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 11111), 7);
    private static readonly SiloAddress Other = SiloAddress.New(new IPEndPoint(IPAddress.Loopback, 11112), 8);
    private static readonly TableVersion Version = new(1, "1");

    private readonly CancellationTokenSource _stopping = new();
    private readonly LeavableTable _table;
    private bool _isGone;
    private int _calls;

    public LeavableTableTests() => _table = new LeavableTable(
        Answers.Of<IMembershipTable>(call =>
        {
            _calls++;
            if (_isGone) throw new TimeoutException("Redis is gone.");
            return call == nameof(IMembershipTable.ReadAllAsync) ? Task.FromResult(new MembershipTableData(Version)) : Task.FromResult(false);
        }),
        Answers.Of<ILocalSiloDetails>(_ => Own),
        Answers.Of<IHostApplicationLifetime>(_ => _stopping.Token),
        NullLogger<LeavableTable>.Instance);

    public void Dispose() => _stopping.Dispose();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(SiloStatus.ShuttingDown)]
    [InlineData(SiloStatus.Stopping)]
    [InlineData(SiloStatus.Dead)]
    public async Task Farewell_WhileTheTableIsGone_IsAskedOnce(SiloStatus status)
    {
        var known = await _table.ReadAllAsync(Token);
        (_isGone, _calls) = (true, 0);
        await _stopping.CancelAsync();

        Assert.Same(known, await _table.ReadAllAsync(Token));
        Assert.True(await _table.UpdateRowAsync(Entry(Own, status), "1", Version, Token));
        Assert.True(await _table.InsertRowAsync(Entry(Own, status), Version, Token));

        Assert.Equal(1, _calls);
    }

    [Fact]
    public async Task Farewell_ToATableThatIsThere_IsItsOwnAnswer()
    {
        await _table.ReadAllAsync(Token);
        await _stopping.CancelAsync();

        Assert.False(await _table.UpdateRowAsync(Entry(Own, SiloStatus.ShuttingDown), "1", Version, Token));
    }

    [Fact]
    public async Task AnyCall_OfASiloThatStays_FailsAsTheTableDoes()
    {
        await _table.ReadAllAsync(Token);
        _isGone = true;

        await Assert.ThrowsAsync<TimeoutException>(() => _table.ReadAllAsync(Token));
        await Assert.ThrowsAsync<TimeoutException>(() => _table.UpdateRowAsync(Entry(Own, SiloStatus.Dead), "1", Version, Token));
    }

    [Fact]
    public async Task WordOfAnother_WhileTheTableIsGone_FailsAlsoInAStop()
    {
        await _table.ReadAllAsync(Token);
        _isGone = true;
        await _stopping.CancelAsync();
        await _table.ReadAllAsync(Token);

        await Assert.ThrowsAsync<TimeoutException>(() => _table.UpdateRowAsync(Entry(Other, SiloStatus.Dead), "1", Version, Token));
        await Assert.ThrowsAsync<TimeoutException>(() => _table.UpdateRowAsync(Entry(Own, SiloStatus.Active), "1", Version, Token));
    }

    private static MembershipEntry Entry(SiloAddress silo, SiloStatus status) => new() { SiloAddress = silo, Status = status };

    /// <summary>Answers all calls of an interface. Public and open, as proxies must be.</summary>
    public class Answers : DispatchProxy
    {
        private Func<string, object> _answer = _ => throw new NotSupportedException();

        public static T Of<T>(Func<string, object> answer)
            where T : class
        {
            var proxy = Create<T, Answers>();
            ((Answers)(object)proxy)._answer = answer;
            return proxy;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) => _answer(targetMethod!.Name);
    }
}
