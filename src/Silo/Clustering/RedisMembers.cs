using System.Net;
using Microsoft.Extensions.Options;
using MusicGen.Silo.Hosting;
using Orleans.Clustering.Redis;
using StackExchange.Redis;

namespace MusicGen.Silo.Clustering;

/// <summary>The table of members in Redis: read as Orleans reads it, and kept against its loss as the bytes that it is. Safe for concurrent use.</summary>
internal sealed class RedisMembers(IOptions<ClusterOptions> options, IServiceProvider services) : IAsyncDisposable
{
    private readonly SemaphoreSlim _connecting = new(1);
    private ConnectionMultiplexer? _connection;

    /// <summary>The hash with a row a member.</summary>
    public RedisKey Key { get; } = KeyOf(options.Value);

    private IDatabase Database => _connection?.GetDatabase() ?? throw new InvalidOperationException("Connect first.");

    /// <summary>Takes the table of a cluster away of which nobody lives any more.</summary>
    /// <exception cref="StartupException">Redis cannot be reached.</exception>
    /// <exception cref="RedisException">It does not serve.</exception>
    public static async Task DeleteAsync(ClusterOptions cluster)
    {
        await using var connection = await ConnectAsync(cluster.RedisConfiguration());
        await connection.GetDatabase().KeyDeleteAsync(KeyOf(cluster));
    }

    /// <summary>The connection, which Orleans uses too. It mends itself; only the first attempt must succeed.</summary>
    /// <exception cref="StartupException">Redis cannot be reached.</exception>
    public async Task<IConnectionMultiplexer> ConnectAsync()
    {
        await _connecting.WaitAsync();
        try
        {
            return _connection ??= await ConnectAsync(options.Value.RedisConfiguration());
        }
        finally
        {
            _connecting.Release();
        }
    }

    /// <summary>The rows; null when there is no table.</summary>
    public async Task<IReadOnlyList<MembershipEntry>?> ReadAsync(CancellationToken cancellationToken)
    {
        // Not before: it depends on this.
        var table = services.GetRequiredService<IMembershipTable>();
        await table.InitializeMembershipTableAsync(tryInitTableVersion: false, cancellationToken);
        if (!await ExistsAsync()) return null;
        try
        {
            return [.. (await table.ReadAllAsync(cancellationToken)).Members.Select(row => row.Item1)];
        }
        catch (RedisClusteringException)
        {
            if (await ExistsAsync()) throw;
            return null; // taken away since it was looked for
        }
    }

    /// <summary>The table as it lies in Redis; empty when there is none.</summary>
    public Task<HashEntry[]> CopyAsync() => Database.HashGetAllAsync(Key);

    /// <summary>Puts a copy where there is no table, all of it or nothing.</summary>
    /// <returns>False when there is a table: another silo was faster.</returns>
    public async Task<bool> RestoreAsync(HashEntry[] copy)
    {
        var transaction = Database.CreateTransaction();
        transaction.AddCondition(Condition.KeyNotExists(Key));
        var written = transaction.HashSetAsync(Key, copy);
        if (!await transaction.ExecuteAsync()) return false;
        await written;
        return true;
    }

    /// <summary>Whether Redis writes down what it is told before it forgets it; null when it does not say.</summary>
    public async Task<bool?> IsAppendOnlyAsync()
    {
        try
        {
            var answer = (string?[]?)await Database.ExecuteAsync("CONFIG", "GET", "appendonly");
            return answer is [_, { } value] ? value == "yes" : null;
        }
        catch (RedisServerException)
        {
            // Hosted ones often forbid the question.
            return null;
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_connection is not null)
        {
            // Nobody waits for an answer any more, least of all of a server that hangs.
            await _connection.CloseAsync(allowCommandsToComplete: false);
            await _connection.DisposeAsync();
        }
        _connecting.Dispose();
    }

    private Task<bool> ExistsAsync() => Database.KeyExistsAsync(Key);

    /// <summary>Where Redis is, without any password.</summary>
    public string Place => string.Join(", ", options.Value.RedisConfiguration().EndPoints.Select(Name));

    private static RedisKey KeyOf(ClusterOptions cluster) => $"{ClusterRegistration.ServiceId}/members/{cluster.ClusterId}";

    private static async Task<ConnectionMultiplexer> ConnectAsync(ConfigurationOptions configuration)
    {
        configuration.AbortOnConnectFail = true; // of the first attempt alone
        configuration.ClientName ??= "musicgen";
        try
        {
            return await ConnectionMultiplexer.ConnectAsync(configuration);
        }
        catch (RedisConnectionException e)
        {
            var where = string.Join(", ", configuration.EndPoints.Select(Name));
            throw new StartupException(
                e.FailureType == ConnectionFailureType.AuthenticationFailure
                    ? $"Redis at {where} refuses the user or password of {ClusterOptions.Section}:{nameof(ClusterOptions.Redis)}."
                    : $"Redis cannot be reached at {where}: start it, or correct {ClusterOptions.Section}:{nameof(ClusterOptions.Redis)}.",
                e);
        }
    }

    private static string Name(EndPoint place) => place is DnsEndPoint named ? $"{named.Host}:{named.Port}" : $"{place}";
}
